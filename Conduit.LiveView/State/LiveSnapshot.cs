using Conduit.LiveView.Apis;

namespace Conduit.LiveView.State;

/// <summary>All that the page shows, as it was at one moment. Immutable, shared by all viewers.</summary>
public sealed record LiveSnapshot
{
    public required DateTimeOffset At { get; init; }

    public required Link Link { get; init; }

    public required string Policy { get; init; }

    public required IReadOnlyList<UpstreamView> Upstreams { get; init; }

    public required Traffic Traffic { get; init; }

    public required Percentiles Latency { get; init; }

    public required IReadOnlyList<DecisionMessage> Decisions { get; init; }

    public required IReadOnlyList<HistoryPoint> History { get; init; }

    public required IReadOnlyList<FaultBand> Bands { get; init; }

    public required SimulatorView Simulator { get; init; }

    public static LiveSnapshot Empty(DateTimeOffset now) => new()
    {
        At = now,
        Link = new Link("not asked yet", now, null),
        Policy = "",
        Upstreams = [],
        Traffic = Traffic.None,
        Latency = default,
        Decisions = [],
        History = [],
        Bands = [],
        Simulator = SimulatorView.Unknown,
    };
}
