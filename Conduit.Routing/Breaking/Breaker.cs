using System.Diagnostics.CodeAnalysis;

namespace Conduit.Routing.Breaking;

/// <summary>
/// The gate of one upstream. Lock-free: a state is an immutable phase swapped atomically, so a transition happens once
/// however many results call for it. Never copied: it lies within its owner.
/// </summary>
/// <remarks>
/// <code>
/// closed ── failures (and the pool's leave) ──► open ── its time is over, a trial is due ──► half-open
///    ▲                                           ▲                                             │  │
///    └───────────── enough successful trials ────┼─────────────────────────────────────────────┘  │
///                                                └────────────── a trial failed ──────────────────┘
/// </code>
/// Results that started before the present phase say nothing about it and are ignored. A trial holds a lease: one that
/// hangs, or is cancelled, cannot wedge the breaker.
/// </remarks>
internal struct Breaker
{
    // One for all: most breakers never leave it.
    private static readonly BreakerPhase NeverOpened = new() { State = BreakerState.Closed, Since = 0 };

    private readonly BreakerTimes _times;
    private readonly Chance _chance;
    private BreakerPhase _phase;
    private long _lastTripAt;

    public Breaker(BreakerTimes times, Chance chance)
    {
        _times = times;
        _chance = chance;
        _phase = NeverOpened;
        _lastTripAt = long.MinValue;
    }

    public readonly BreakerState State => Volatile.Read(in _phase).State;

    public readonly bool IsClosed => State == BreakerState.Closed;

    /// <summary>When it last closed again, microseconds; the slow start counts from here. Long ago if it never opened.</summary>
    public readonly long ClosedSince
    {
        get
        {
            var phase = Volatile.Read(in _phase);
            return phase is { State: BreakerState.Closed, Opens: > 0 } ? phase.Since : long.MinValue;
        }
    }

    /// <summary>True for a result that began before the last trip: it tells of a time already judged.</summary>
    public readonly bool IsStale(long startedAt) => startedAt < Volatile.Read(in _lastTripAt);

    /// <summary>True when a trial could begin now; the lease itself is taken by <see cref="TryBeginTrial"/>.</summary>
    public readonly bool TrialIsDue(long now, out long halfOpenSince)
    {
        var phase = Volatile.Read(in _phase);
        halfOpenSince = phase.State == BreakerState.HalfOpen ? phase.Since : phase.Until;
        return phase.State switch
        {
            BreakerState.Open => now >= phase.Until,
            BreakerState.HalfOpen => MayLend(phase.Trial, now),
            _ => false,
        };
    }

    /// <summary>Takes the one trial slot; the lease ends with the trial, or by itself after <paramref name="lease"/> microseconds.</summary>
    public bool TryBeginTrial(long now, long lease, [NotNullWhen(true)] out BreakerTrial? trial, out bool becameHalfOpen)
    {
        becameHalfOpen = false;
        trial = null;
        var phase = Volatile.Read(ref _phase);
        if (phase.State == BreakerState.Open && now >= phase.Until)
        {
            // The first trial comes with the phase, so that no other can slip in before it.
            var first = new BreakerTrial(now, lease);
            becameHalfOpen = TrySwap(phase, new(first) { State = BreakerState.HalfOpen, Since = now, Opens = phase.Opens, OutageSince = phase.OutageSince });
            trial = becameHalfOpen ? first : null;
        }
        else if (phase.State == BreakerState.HalfOpen && phase.Trial is var last && MayLend(last, now))
        {
            var next = new BreakerTrial(now, lease);
            trial = phase.TryLend(next, last) ? next : null;
        }

        return trial is not null;
    }

    /// <summary>A success; true if it closed the breaker.</summary>
    public bool OnSuccess(long startedAt, long now)
    {
        var phase = Volatile.Read(ref _phase);
        return phase.State == BreakerState.HalfOpen
            && startedAt >= phase.Since
            && phase.Succeeded() >= _times.TrialSuccesses
            && TrySwap(phase, new() { State = BreakerState.Closed, Since = now, Opens = phase.Opens });
    }

    /// <summary>A failed trial opens a half-open breaker again; true if this one did.</summary>
    public bool OnTrialFailure(long startedAt, long now)
    {
        var phase = Volatile.Read(ref _phase);
        return phase.State == BreakerState.HalfOpen && startedAt >= phase.Since && TryOpen(phase, now);
    }

    /// <summary>Opens a closed breaker; true if this call did.</summary>
    public bool TryTrip(long now)
    {
        var phase = Volatile.Read(ref _phase);
        return phase.State == BreakerState.Closed && TryOpen(phase, now);
    }

    private bool TryOpen(BreakerPhase from, long now)
    {
        var forgotten = from.State == BreakerState.Closed && now - from.Since >= _times.ForgetAfter;
        var opens = forgotten ? 0 : from.Opens;
        var outageSince = from.State == BreakerState.Closed || from.HasSucceeded ? now : from.OutageSince;
        var open = new BreakerPhase
        {
            State = BreakerState.Open,
            Since = now,
            Until = now + _times.OpenFor(opens, now - outageSince, _chance.Unit((ulong)now, (uint)opens)),
            Opens = opens + 1,
            OutageSince = outageSince,
        };
        if (!TrySwap(from, open))
        {
            return false;
        }

        Volatile.Write(ref _lastTripAt, now);
        return true;
    }

    private readonly bool MayLend(BreakerTrial? last, long now) => last?.IsOver(now, _times.TrialInterval) != false;

    private bool TrySwap(BreakerPhase from, BreakerPhase to)
        => ReferenceEquals(Interlocked.CompareExchange(ref _phase, to, from), from);
}
