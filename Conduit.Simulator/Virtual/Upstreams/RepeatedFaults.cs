using Conduit.Lab;
using Conduit.Routing;
using Conduit.Simulator.Load;

namespace Conduit.Simulator.Virtual.Upstreams;

/// <summary>The faults of one upstream over a whole run, round after round, at no more cost than one round's. Immutable.</summary>
internal sealed class RepeatedFaults
{
    private readonly FaultSet _round;
    private readonly RunPlan _plan;

    /// <param name="round">The faults of one round.</param>
    /// <param name="plan">How often it comes.</param>
    public RepeatedFaults(FaultSet round, RunPlan plan)
    {
        _round = round;
        _plan = plan;
    }

    /// <summary>Draws of chance that <see cref="Meet"/> may use.</summary>
    public uint Draws => FaultSet.DrawsPerFault * (uint)_round.Faults.Count;

    /// <inheritdoc cref="FaultSet.Listens"/>
    public bool Listens(TimeSpan now) => _round.Listens(_plan.InRound(now));

    /// <inheritdoc cref="FaultSet.Meet"/>
    public FaultEffects Meet(ReadOnlySpan<char> path, TimeSpan now, Chance chance, ulong number, uint draw)
        => _round.Meet(path, _plan.InRound(now), chance, number, draw);

    /// <inheritdoc cref="FaultSet.Expect"/>
    public FaultForecast Expect(ReadOnlySpan<char> path, TimeSpan now, TimeSpan usual) => _round.Expect(path, _plan.InRound(now), usual);

    /// <inheritdoc cref="FaultSet.AfterPauses"/>
    public TimeSpan AfterPauses(TimeSpan at)
    {
        while (at < _plan.Length)
        {
            var start = _plan.RoundOf(at);
            var after = start + _round.AfterPauses(at - start);
            if (after == at || after < start + _plan.Round)
            {
                return after;
            }

            // Where one round ends in a pause, the next may begin with one.
            at = after;
        }

        return at;
    }

    /// <summary>The first round's crashes that the run gets to.</summary>
    public IEnumerable<TimedFault> Crashes => _round.Faults.Where(fault => fault.Fault.Kind == FaultKind.Crash && fault.From < _plan.Length);

    /// <summary>When what happens now happens in the next round; null if the run ends first.</summary>
    public TimeSpan? Again(TimeSpan now) => now + _plan.Round is var next && next < _plan.Length ? next : null;
}
