using Conduit.Lab;
using Conduit.Simulator.Load;

namespace Conduit.Simulator.Runs;

/// <summary>
/// What is measured of one fault, all its rounds together: the requests that began in it, and where its upstream's traffic
/// went. Needs its owner's lock.
/// </summary>
internal sealed class FaultWatch
{
    private readonly RunPlan _plan;
    private readonly ShareRounds _shares;

    public FaultWatch(TimedFault fault, RunPlan plan)
    {
        Fault = fault;
        _plan = plan;
        _shares = new ShareRounds(fault, plan);
    }

    /// <summary>The fault in its first round.</summary>
    public TimedFault Fault { get; }

    public Tally Tally { get; } = new();

    public void Add(in Measurement measurement)
    {
        if (Fault.IsInForce(_plan.InRound(measurement.At)))
        {
            Tally.Add(measurement);
        }

        if (measurement.Answer.Upstream is { } upstream)
        {
            _shares.Add(measurement.At, upstream);
        }
    }

    /// <summary>The longest that traffic took to leave the upstream; null where in some round it did not.</summary>
    /// <param name="reached">How far the run got.</param>
    public TimeSpan? Shift(TimeSpan reached) => _shares.Shift(reached);

    /// <summary>The longest that traffic took to come back; null where after some round it did not.</summary>
    /// <param name="reached">How far the run got.</param>
    public TimeSpan? Recovery(TimeSpan reached) => _shares.Recovery(reached);
}
