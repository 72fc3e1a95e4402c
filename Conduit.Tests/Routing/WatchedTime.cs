namespace Conduit.Tests.Routing;

/// <summary>The system's clock, at whose next reading something happens: what a reload may do between two steps of another thread.</summary>
internal sealed class WatchedTime : TimeProvider
{
    private Action? _next;

    /// <summary>Happens once, before the next reading of the clock gives its result.</summary>
    public void AtNextReading(Action action) => Volatile.Write(ref _next, action);

    public override long GetTimestamp()
    {
        Interlocked.Exchange(ref _next, null)?.Invoke();
        return base.GetTimestamp();
    }
}
