namespace Conduit.Simulator.Scenarios.Model;

/// <summary>One thing the author expects of a run.</summary>
internal sealed record Expectation
{
    public required ExpectationScope Scope { get; init; }

    /// <summary>The phase's or fault's name; null for the whole run.</summary>
    public string? ScopeName { get; init; }

    public required ExpectedMetric Metric { get; init; }

    /// <summary>Whose share; null for the other metrics.</summary>
    public string? Upstream { get; init; }

    public required Comparison Comparison { get; init; }

    /// <summary>A fraction for success and share, milliseconds for the rest.</summary>
    public required double Bound { get; init; }

    /// <summary>The bound as the file says it, as in <c>&lt;= 60ms</c>.</summary>
    public required string Wanted { get; init; }

    /// <summary>What a report calls it, as in <c>slow-alpha: share alpha</c>.</summary>
    public string Name
    {
        get
        {
            var what = Upstream is null ? Metric.Key() : $"{Metric.Key()} {Upstream}";
            return ScopeName is null ? what : $"{ScopeName}: {what}";
        }
    }
}

/// <summary>Which requests an expectation speaks of.</summary>
internal enum ExpectationScope
{
    Run,
    Phase,
    Fault,
}
