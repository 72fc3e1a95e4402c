using System.Text.Json.Serialization;
using Conduit.Simulator.Reports;

namespace Conduit.Simulator.Serve;

/// <summary>A run, as <c>/runs</c> tells it.</summary>
internal sealed record RunDocument
{
    public required string Id { get; init; }

    public required string Scenario { get; init; }

    public required ulong Seed { get; init; }

    public required RunState State { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The phase it is in; null before and after.</summary>
    public string? Phase { get; init; }

    public required double ElapsedSeconds { get; init; }

    /// <summary>Null until the run has ended.</summary>
    public RunReport? Report { get; init; }

    /// <summary>Why it failed; null where it did not.</summary>
    public string? Problem { get; init; }
}

/// <summary>Where a run stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunState>))]
internal enum RunState
{
    /// <summary>Accepted, and not ended yet.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>Ran to its end; whether it met its expectations is in its report.</summary>
    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>Could not run, or not to its end.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Ended early on purpose.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}
