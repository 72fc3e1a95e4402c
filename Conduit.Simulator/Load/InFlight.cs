namespace Conduit.Simulator.Load;

/// <summary>Counts requests on their way and tells when none is left. Thread-safe.</summary>
internal sealed class InFlight
{
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    // The sender holds one itself until it has sent its last.
    private int _count = 1;

    public int Count => Math.Max(0, Volatile.Read(ref _count) - 1);

    public void Begin() => Interlocked.Increment(ref _count);

    public void End()
    {
        if (Interlocked.Decrement(ref _count) == 0)
        {
            _empty.TrySetResult();
        }
    }

    /// <summary>Completes when all requests have ended; to be called once, after the last has begun.</summary>
    public Task WhenEmptyAsync()
    {
        End();
        return _empty.Task;
    }
}
