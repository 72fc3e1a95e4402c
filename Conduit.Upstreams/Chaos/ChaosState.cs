using Conduit.Lab;

namespace Conduit.Upstreams.Chaos;

/// <summary>The faults of this upstream: an immutable set, replaced whole. Thread-safe.</summary>
internal sealed class ChaosState
{
    private readonly TimeProvider _time;
    private readonly long _origin;
    private FaultSet _faults = FaultSet.Empty;

    public ChaosState(TimeProvider time)
    {
        _time = time;
        _origin = time.GetTimestamp();
    }

    /// <summary>Now, on the faults' clock.</summary>
    public TimeSpan Now => _time.GetElapsedTime(_origin);

    public FaultSet Faults => Volatile.Read(ref _faults);

    public void Replace(IEnumerable<Fault> faults)
    {
        var now = Now;
        Volatile.Write(ref _faults, new FaultSet(faults.Select(fault => TimedFault.Starting(fault, now))));
    }
}
