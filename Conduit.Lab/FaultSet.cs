using Conduit.Routing;

namespace Conduit.Lab;

/// <summary>
/// The faults of one upstream on a clock, and what they do to a request: pure functions of time and chance, so that a
/// real upstream and a modelled one mean the same by a scenario. Immutable.
/// </summary>
public sealed class FaultSet
{
    /// <summary>Draws of chance that <see cref="Meet"/> may use for each fault.</summary>
    public const uint DrawsPerFault = 2;

    private const int MostTurns = 1_000;

    private readonly TimedFault[] _faults;

    /// <summary>Creates a set.</summary>
    /// <param name="faults">In the order of the file: where two set the same thing, the later one wins.</param>
    public FaultSet(IEnumerable<TimedFault> faults) => _faults = [.. faults];

    /// <summary>No faults.</summary>
    public static FaultSet Empty { get; } = new([]);

    /// <summary>All of them, whether in force or not.</summary>
    public IReadOnlyList<TimedFault> Faults => _faults;

    /// <summary>True if a connection would be accepted: no refuse and no crash is in force.</summary>
    /// <param name="now">On the set's clock.</param>
    public bool Listens(TimeSpan now) => !Any(FaultKind.Refuse, now) && !Crashed(now);

    /// <summary>True if open connections are cut.</summary>
    /// <param name="now">On the set's clock.</param>
    public bool Crashed(TimeSpan now) => Any(FaultKind.Crash, now);

    /// <summary>When something about listening next changes; null if never.</summary>
    /// <param name="now">On the set's clock.</param>
    public TimeSpan? NextListeningChange(TimeSpan now)
    {
        TimeSpan? next = null;
        foreach (var fault in _faults)
        {
            if (fault.Fault.Kind is FaultKind.Refuse or FaultKind.Crash)
            {
                var change = fault.From > now ? fault.From : fault.To;
                if (change > now && change != TimeSpan.MaxValue && (next is null || change < next))
                {
                    next = change;
                }
            }
        }

        return next;
    }

    /// <summary>When work that would be done at <paramref name="at"/> is done, given the pauses in which everything stands still.</summary>
    /// <param name="at">On the set's clock.</param>
    public TimeSpan AfterPauses(TimeSpan at)
    {
        // Several pauses may take turns without a gap, even for good: then an answer far enough ahead is as good as any.
        for (var turn = 0; turn < MostTurns; turn++)
        {
            var end = at;
            foreach (var fault in _faults)
            {
                end = EndOfPause(fault, end);
            }

            if (end == at)
            {
                break;
            }

            at = end;
        }

        return at;
    }

    /// <summary>What the faults in force do to a request that arrives now.</summary>
    /// <param name="path">Its path, without query.</param>
    /// <param name="now">On the set's clock.</param>
    /// <param name="chance">The seam for chance.</param>
    /// <param name="number">The request's number.</param>
    /// <param name="draw">First of the draws it may use: two a fault.</param>
    public FaultEffects Meet(ReadOnlySpan<char> path, TimeSpan now, Chance chance, ulong number, uint draw)
    {
        FaultEffects effects = default;
        for (var i = 0; i < _faults.Length; i++, draw += DrawsPerFault)
        {
            var fault = _faults[i].Fault;
            if (fault.Kind.IsPerRequest() && _faults[i].IsInForce(now)
                && (fault.Paths is null || fault.Paths.Matches(path))
                && (fault.Probability >= 1 || chance.Unit(number, draw) < fault.Probability))
            {
                effects = Apply(effects, _faults[i], now, chance.Unit(number, draw + 1));
            }
        }

        return effects;
    }

    /// <summary>What a request that would arrive now has to expect of <see cref="Meet"/>.</summary>
    /// <param name="path">Its path, without query.</param>
    /// <param name="now">On the set's clock.</param>
    /// <param name="usual">The usual service time, which faults add to or set.</param>
    public FaultForecast Expect(ReadOnlySpan<char> path, TimeSpan now, TimeSpan usual)
    {
        var time = usual;
        var added = TimeSpan.Zero;
        var spared = 1.0;
        foreach (var timed in _faults)
        {
            var fault = timed.Fault;
            if (!fault.Kind.IsPerRequest() || !timed.IsInForce(now) || (fault.Paths is not null && !fault.Paths.Matches(path)))
            {
                continue;
            }

            if (fault.Kind != FaultKind.Latency)
            {
                // A 4xx is an answer; 429 says that there is none.
                spared *= fault is { Kind: FaultKind.Error, Status: < 500 and not 429 } ? 1 : 1 - fault.Probability;
            }
            else if (fault.Set is { } set)
            {
                time += fault.Probability * (set - time);
            }
            else
            {
                added += fault.Probability * Added(timed, now);
            }
        }

        return new(1 - spared, time + added);
    }

    private static FaultEffects Apply(FaultEffects effects, TimedFault timed, TimeSpan now, double unit)
    {
        var fault = timed.Fault;
        switch (fault.Kind)
        {
            case FaultKind.Latency:
                var jitter = fault.Jitter * ((2 * unit) - 1);
                return fault.Set is { } set
                    ? effects with { SetLatency = set + jitter }
                    : effects with { AddLatency = effects.AddLatency + Added(timed, now) + jitter };
            case FaultKind.Error:
                return effects with { Status = fault.Status, StatusAfter = fault.After };
            case FaultKind.Hang:
                return effects with { Hangs = true };
            case FaultKind.Reset:
                return effects with { Resets = true };
            case FaultKind.Truncate:
                return effects with { Truncates = true };
            default:
                return effects;
        }
    }

    private static TimeSpan Added(TimedFault timed, TimeSpan now)
    {
        var add = timed.Fault.Add ?? TimeSpan.Zero;
        return timed.Fault.RampTo is { } end && timed.To > timed.From
            ? add + ((end - add) * ((now - timed.From) / (timed.To - timed.From)))
            : add;
    }

    // A pause that is under way when its fault ends, ends with it.
    private static TimeSpan EndOfPause(TimedFault timed, TimeSpan at)
    {
        if (timed.Fault.Kind != FaultKind.Pause || !timed.IsInForce(at))
        {
            return at;
        }

        var left = timed.Fault.Length - TimeSpan.FromTicks((at - timed.From).Ticks % timed.Fault.Every.Ticks);
        return left <= TimeSpan.Zero ? at : left < timed.To - at ? at + left : timed.To;
    }

    private bool Any(FaultKind kind, TimeSpan now)
    {
        foreach (var fault in _faults)
        {
            if (fault.Fault.Kind == kind && fault.IsInForce(now))
            {
                return true;
            }
        }

        return false;
    }
}
