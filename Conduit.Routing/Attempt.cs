using System.Runtime.CompilerServices;
using Conduit.Routing.Breaking;

namespace Conduit.Routing;

/// <summary>One attempt of a request: the decision, then its result. Written by the router alone; times in microseconds on its clock.</summary>
public struct Attempt
{
    private const int UnderWay = 0;
    private const int RunningOn = 1;
    private const int Scouting = 2;
    private const int Over = 3;

    /// <summary>The breaker's trial that ends with it; null if it is none.</summary>
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
    internal readonly bool RunsOn => Volatile.Read(in _stage) is RunningOn or Scouting;

    /// <summary>True if it is made to find out how its upstream is.</summary>
    internal readonly bool IsToLearn => Reason is DecisionReason.Probe or DecisionReason.Explore;

    internal readonly bool HasEnded => Volatile.Read(in _stage) != UnderWay;

    // Racing attempts end on threads of their own: each step is claimed once.
    internal bool TryEndWait(long now)
    {
        if (Volatile.Read(in _waitEnded) != 0)
        {
            return false;
        }

        // Before the claim: whoever finds the wait ended finds how long it took. Of two at once either's time will do.
        Waited = now - StartedAt;
        return Interlocked.Exchange(ref _waitEnded, 1) == 0;
    }

    internal bool TryEnd() => TryGo(UnderWay, Over);

    /// <summary>Ends it for its request; the one that scouts found its upstream slow and goes on to learn how slow.</summary>
    internal bool TrySupersede(bool scouts)
        => TryGo(UnderWay, scouts ? Scouting : IsToLearn ? RunningOn : Over);

    /// <summary>Ends one that has run on.</summary>
    internal bool TryLearn(out bool scouted)
    {
        scouted = TryGo(Scouting, Over);
        return scouted || TryGo(RunningOn, Over);
    }

    private bool TryGo(int from, int to) => Interlocked.CompareExchange(ref _stage, to, from) == from;

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

    /// <summary>Room for three candidates.</summary>
    [InlineArray(Capacity)]
    public struct TopCandidates
    {
        /// <summary>How many are kept.</summary>
        public const int Capacity = 3;

        private ScoredCandidate _first;
    }
}
