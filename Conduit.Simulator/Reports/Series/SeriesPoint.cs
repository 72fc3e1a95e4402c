namespace Conduit.Simulator.Reports.Series;

/// <summary>The requests of one step of time. Latencies in milliseconds; null where there were no requests.</summary>
internal sealed record SeriesPoint
{
    public required TimeSpan From { get; init; }

    public required TimeSpan To { get; init; }

    /// <summary>Requests that the schedule asked for on average.</summary>
    public required double Intended { get; init; }

    public required long Requests { get; init; }

    public required long Success { get; init; }

    /// <summary>Requests that failed, by outcome; those that did not happen are left out.</summary>
    public required IReadOnlyDictionary<string, long> Failures { get; init; }

    public required double? P50 { get; init; }

    public required double? P90 { get; init; }

    public required double? P99 { get; init; }

    public required double? P999 { get; init; }

    public required double? Max { get; init; }

    /// <summary>Each upstream's part of the answers; null where no answer says whose it is.</summary>
    public required IReadOnlyDictionary<string, double>? Shares { get; init; }

    /// <summary>So many requests, as a rate.</summary>
    public double PerSecond(double requests) => Math.Round(requests / (To - From).TotalSeconds, 3);
}
