using System.Collections.Concurrent;

namespace Conduit.Simulator.Load;

/// <summary>Time limits for requests, used again and again: most requests end long before theirs. Thread-safe.</summary>
internal sealed class TimeoutPool : IDisposable
{
    private readonly ConcurrentQueue<CancellationTokenSource> _idle = new();
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    public TimeoutPool(TimeSpan timeout, TimeProvider time)
    {
        _timeout = timeout;
        _time = time;
    }

    /// <summary>A limit that begins now.</summary>
    public CancellationTokenSource Rent()
    {
        if (!_idle.TryDequeue(out var source))
        {
            return new CancellationTokenSource(_timeout, _time);
        }

        source.CancelAfter(_timeout);
        return source;
    }

    /// <summary>Takes back a limit that nobody waits for any more.</summary>
    public void Return(CancellationTokenSource source)
    {
        if (source.TryReset())
        {
            _idle.Enqueue(source);
        }
        else
        {
            source.Dispose();
        }
    }

    public void Dispose()
    {
        while (_idle.TryDequeue(out var source))
        {
            source.Dispose();
        }
    }
}
