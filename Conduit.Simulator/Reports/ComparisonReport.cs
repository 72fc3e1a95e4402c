using System.Text.Json.Serialization;

namespace Conduit.Simulator.Reports;

/// <summary>What came of a scenario under several policies, as its JSON says it. Holds no wall-clock value.</summary>
internal sealed record ComparisonReport
{
    public required string Scenario { get; init; }

    /// <summary>Always <c>virtual</c>.</summary>
    public required string Mode { get; init; }

    public required IReadOnlyList<ulong> Seeds { get; init; }

    public required double RateFactor { get; init; }

    /// <summary>Whether breaker, failover and hedging were off.</summary>
    public required bool Bare { get; init; }

    /// <summary>The scenario's first fault, which shares and times are about; null if it has none.</summary>
    public required string? Fault { get; init; }

    /// <summary>The upstream it befalls.</summary>
    public required string? FaultyUpstream { get; init; }

    public required IReadOnlyList<PolicyReport> Policies { get; init; }
}

/// <summary>One policy: means over the seeds, then each seed by itself.</summary>
internal sealed record PolicyReport : ComparisonFigures
{
    internal PolicyReport(ComparisonFigures means)
        : base(means)
    {
    }

    [JsonPropertyOrder(-10)]
    public required string Policy { get; init; }

    [JsonPropertyOrder(10)]
    public required IReadOnlyList<SeedReport> Runs { get; init; }
}

/// <summary>One policy under one seed.</summary>
internal sealed record SeedReport : ComparisonFigures
{
    internal SeedReport(ComparisonFigures figures)
        : base(figures)
    {
    }

    [JsonPropertyOrder(-10)]
    public required ulong Seed { get; init; }
}
