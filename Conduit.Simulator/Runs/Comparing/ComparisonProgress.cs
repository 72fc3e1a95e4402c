namespace Conduit.Simulator.Runs.Comparing;

/// <summary>How a live comparison stands at one moment; rates and percentiles are those of the last seconds.</summary>
internal sealed record ComparisonProgress
{
    public required TimeSpan Elapsed { get; init; }

    public required TimeSpan Length { get; init; }

    public required string Phase { get; init; }

    /// <summary>Requests per second that each target gets now.</summary>
    public required double Rate { get; init; }

    public required IReadOnlyList<string> ActiveFaults { get; init; }

    public required IReadOnlyList<TargetProgress> Targets { get; init; }
}

/// <summary>How one of the targets stands.</summary>
internal sealed record TargetProgress(string Name, int InFlight, double? SuccessRate, double? P50, double? P99);
