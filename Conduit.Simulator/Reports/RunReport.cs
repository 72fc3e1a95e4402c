using System.Text.Json.Serialization;

namespace Conduit.Simulator.Reports;

/// <summary>All that is known of a run after it, as its JSON says it. A value that cannot be known or was not reached is null.</summary>
internal sealed record RunReport : SectionReport
{
    internal RunReport(SectionReport section)
        : base(section)
    {
    }

    [JsonPropertyOrder(-10)]
    public required string Scenario { get; init; }

    [JsonPropertyOrder(-10)]
    public required ulong Seed { get; init; }

    /// <summary><c>live</c> or <c>virtual</c>.</summary>
    [JsonPropertyOrder(-10)]
    public required string Mode { get; init; }

    /// <summary>How the proxy chose; null where the target does not say.</summary>
    [JsonPropertyOrder(-10)]
    public string? Policy { get; init; }

    /// <summary>Where a live run was sent.</summary>
    [JsonPropertyOrder(-10)]
    public string? Target { get; init; }

    /// <summary>How a live run spoke with its target: <c>HTTP/1.1</c> or <c>HTTP/2</c>.</summary>
    [JsonPropertyOrder(-10)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Protocol { get; init; }

    /// <summary>When a live run began.</summary>
    [JsonPropertyOrder(-10)]
    public DateTimeOffset? StartedAt { get; init; }

    [JsonPropertyOrder(-10)]
    public required double RateFactor { get; init; }

    /// <summary>How far the run got.</summary>
    [JsonPropertyOrder(-10)]
    public required double ElapsedSeconds { get; init; }

    /// <summary>Whether the run reached its end; what is reported of one that did not is true as far as it got.</summary>
    [JsonPropertyOrder(-10)]
    public required bool Complete { get; init; }

    /// <summary>How often the scenario was gone through, where that is more than once; sections then hold all rounds.</summary>
    [JsonPropertyOrder(-10)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Rounds { get; init; }

    [JsonPropertyOrder(10)]
    public required IReadOnlyList<PhaseReport> Phases { get; init; }

    [JsonPropertyOrder(10)]
    public required IReadOnlyList<FaultReport> Faults { get; init; }

    [JsonPropertyOrder(10)]
    public required IReadOnlyList<ExpectationReport> Expectations { get; init; }

    /// <summary>How late a live run's requests were sent.</summary>
    [JsonPropertyOrder(10)]
    public LagReport? ScheduleLagMs { get; init; }

    /// <summary>What a reader must know before trusting the figures.</summary>
    [JsonPropertyOrder(10)]
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Of a replay: the run it replays, as its recording has it.</summary>
    [JsonPropertyOrder(10)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunReport? Recorded { get; init; }
}
