using System.Text.Json.Serialization;

namespace Conduit.Simulator.Reports;

/// <summary>
/// What came of a scenario under several policies, or through several targets, as its JSON says it. One in virtual time
/// holds no wall-clock value; what only a live one has is left out of it.
/// </summary>
internal sealed record ComparisonReport
{
    public required string Scenario { get; init; }

    /// <summary><c>live</c> or <c>virtual</c>.</summary>
    public required string Mode { get; init; }

    public required IReadOnlyList<ulong> Seeds { get; init; }

    public required double RateFactor { get; init; }

    /// <summary>Whether breaker, failover and hedging were off.</summary>
    public required bool Bare { get; init; }

    /// <summary>The scenario's first fault, which shares and times are about; null if it has none.</summary>
    public required string? Fault { get; init; }

    /// <summary>The upstream it befalls.</summary>
    public required string? FaultyUpstream { get; init; }

    /// <summary>When a live comparison began.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>How far a live comparison got.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ElapsedSeconds { get; init; }

    /// <summary>Whether a live comparison reached its end; what is reported of one that did not is true as far as it got.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Complete { get; init; }

    /// <summary>The rows: a policy each, or a target each.</summary>
    public required IReadOnlyList<PolicyReport> Policies { get; init; }

    /// <summary>What a reader must know before trusting a live comparison's figures.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Warnings { get; init; }
}

/// <summary>One policy or target: means over the seeds, then each seed by itself.</summary>
internal sealed record PolicyReport : ComparisonFigures
{
    internal PolicyReport(ComparisonFigures means)
        : base(means)
    {
    }

    [JsonPropertyOrder(-10)]
    public required string Policy { get; init; }

    /// <summary>Where a live comparison's target is; <see cref="Policy"/> is its name then.</summary>
    [JsonPropertyOrder(-10)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Target { get; init; }

    /// <summary>How it was spoken with: <c>HTTP/1.1</c> or <c>HTTP/2</c>.</summary>
    [JsonPropertyOrder(-10)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Protocol { get; init; }

    /// <summary>How many requests it got in a live comparison.</summary>
    [JsonPropertyOrder(-10)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Requests { get; init; }

    /// <summary>How late they were sent.</summary>
    [JsonPropertyOrder(5)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LagReport? ScheduleLagMs { get; init; }

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
