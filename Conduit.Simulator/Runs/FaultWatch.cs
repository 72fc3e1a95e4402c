using Conduit.Lab;

namespace Conduit.Simulator.Runs;

/// <summary>What is measured of one fault: the requests that began in it, and where its upstream's traffic went. Needs its owner's lock.</summary>
internal sealed class FaultWatch
{
    public FaultWatch(TimedFault fault)
    {
        Fault = fault;
        Shares = new ShareWatch(fault.Fault.On!, fault.From, fault.To);
    }

    public TimedFault Fault { get; }

    public Tally Tally { get; } = new();

    public ShareWatch Shares { get; }

    public void Add(in Measurement measurement)
    {
        if (Fault.IsInForce(measurement.At))
        {
            Tally.Add(measurement);
        }

        if (measurement.Answer.Upstream is { } upstream)
        {
            Shares.Add(measurement.At, upstream);
        }
    }
}
