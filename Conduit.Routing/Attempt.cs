using System.Runtime.CompilerServices;
using Conduit.Routing.Breaking;

namespace Conduit.Routing;

/// <summary>One attempt of a request: the decision, then its result. Written by the router alone; times in microseconds on its clock.</summary>
public struct Attempt
{
    /// <summary>Whose trial it is; null if none's.</summary>
    internal Health? TrialOf;
    internal BreakerTrial? Trial;
    private int _waitEnded;
    private int _stage;

    /// <summary>Where it went.</summary>
    public Upstream Upstream { get; internal set; }

    /// <summary>Why it went there.</summary>
    public DecisionReason Reason { get; internal set; }

    /// <summary>How it ended.</summary>
    public AttemptOutcome Outcome { get; internal set; }

    /// <summary>HTTP status of its answer, 0 if it had none.</summary>
    public int Status { get; internal set; }

    /// <summary>When it began.</summary>
    public long StartedAt { get; internal set; }

    /// <summary>How long its headers, or the failure in their place, took.</summary>
    public long Waited { get; internal set; }

    /// <summary>The best candidates of the decision, at most three, best first.</summary>
    public TopCandidates Candidates { get; internal set; }

    /// <summary>True if it goes on though the request no longer waits for it: what it learns is worth having.</summary>
    internal readonly bool RunsOn => Now is Stage.RunningOn or Stage.Scouting;

    /// <summary>True if it is made to find out how its upstream is.</summary>
    internal readonly bool IsToLearn => Reason is DecisionReason.Probe or DecisionReason.Explore;

    internal readonly bool HasEnded => Now != Stage.UnderWay;

    private readonly Stage Now => (Stage)Volatile.Read(in _stage);

    // Racing attempts end on threads of their own: each step is claimed once.
    internal bool TryEndWait() => Interlocked.Exchange(ref _waitEnded, 1) == 0;

    internal bool TryEnd() => TryGo(Stage.UnderWay, Stage.Ended);

    /// <summary>Ends it for its request; the one that scouts found its upstream slow and goes on to learn how slow.</summary>
    internal bool TrySupersede(bool scouts)
        => TryGo(Stage.UnderWay, scouts ? Stage.Scouting : IsToLearn ? Stage.RunningOn : Stage.Ended);

    /// <summary>Ends one that has run on.</summary>
    internal bool TryLearn(out bool scouted)
    {
        scouted = TryGo(Stage.Scouting, Stage.Ended);
        return scouted || TryGo(Stage.RunningOn, Stage.Ended);
    }

    private bool TryGo(Stage from, Stage to) => Interlocked.CompareExchange(ref _stage, (int)to, (int)from) == (int)from;

    internal void Begin(Upstream upstream, DecisionReason reason, long now)
    {
        Upstream = upstream;
        Reason = reason;
        StartedAt = now;
        upstream.Begin(now);
    }

    /// <summary>A candidate as the decision saw it.</summary>
    /// <param name="Upstream">Which one; null past the last.</param>
    /// <param name="Score">Its score, 0…1000.</param>
    /// <param name="Breaker">Its breaker's state.</param>
    public readonly record struct ScoredCandidate(Upstream? Upstream, double Score, BreakerState Breaker);

    private enum Stage
    {
        UnderWay,
        RunningOn,
        Scouting,
        Ended,
    }

    /// <summary>Room for three candidates.</summary>
    [InlineArray(Capacity)]
    public struct TopCandidates
    {
        /// <summary>How many are kept.</summary>
        public const int Capacity = 3;

        private ScoredCandidate _first;
    }
}
