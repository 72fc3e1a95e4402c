namespace Conduit.Routing.Breaking;

/// <summary>One trial of a half-open breaker. Its lease ends when the trial does, or by itself; that is atomic, all else immutable.</summary>
internal sealed class BreakerTrial
{
    private readonly long _beganAt;
    private long _heldUntil;

    public BreakerTrial(long now, long lease)
    {
        _beganAt = now;
        _heldUntil = now + lease;
    }

    /// <summary>The trial has ended, whatever came of it.</summary>
    public void End() => Volatile.Write(ref _heldUntil, long.MinValue);

    /// <summary>True if another may follow it.</summary>
    public bool IsOver(long now, long interval) => now >= _beganAt + interval && now >= Volatile.Read(ref _heldUntil);
}
