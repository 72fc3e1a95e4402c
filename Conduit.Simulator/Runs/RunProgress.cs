namespace Conduit.Simulator.Runs;

/// <summary>How a run stands at one moment; rates, percentiles and shares are those of the last seconds.</summary>
internal sealed record RunProgress
{
    public required TimeSpan Elapsed { get; init; }

    public required TimeSpan Length { get; init; }

    public required string Phase { get; init; }

    /// <summary>Requests per second that the schedule asks for now.</summary>
    public required double Rate { get; init; }

    public required long Requests { get; init; }

    public required int InFlight { get; init; }

    public required double? SuccessRate { get; init; }

    public required double? P50 { get; init; }

    public required double? P99 { get; init; }

    public required IReadOnlyDictionary<string, double> Shares { get; init; }

    public required IReadOnlyList<string> ActiveFaults { get; init; }
}
