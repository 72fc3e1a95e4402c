using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.ObjectPool;

namespace Conduit.Routing.Execution;

/// <summary>
/// Attempts that are fit to be used again, by any handler of the same clock. First those that ended on the same thread:
/// they lie in its core's cache, and no other core is asked. What one thread has too many of, others find. Thread-safe.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Attempts still under way come back after their handler is gone; those that lie here know no handler, so that what threads keep goes with this.")]
internal sealed class RunningAttempts
{
    private const int MostOnThread = 64;
    private const int MostShared = 256;

    private readonly ThreadLocal<Stack<RunningAttempt>> _onThread = new(static () => new());
    private readonly DefaultObjectPool<RunningAttempt> _shared;

    /// <param name="timers">Whose timers they use.</param>
    public RunningAttempts(TimeProvider timers) => _shared = new(new Policy(timers), MostShared);

    public RunningAttempt Get() => _onThread.Value!.TryPop(out var attempt) ? attempt : _shared.Get();

    public void Return(RunningAttempt attempt)
    {
        var own = _onThread.Value!;
        if (own.Count == MostOnThread)
        {
            _shared.Return(attempt);
        }
        else if (attempt.TryReset())
        {
            own.Push(attempt);
        }
    }

    private sealed class Policy(TimeProvider timers) : PooledObjectPolicy<RunningAttempt>
    {
        public override RunningAttempt Create() => new(timers);

        public override bool Return(RunningAttempt obj) => obj.TryReset();
    }
}
