using Microsoft.Extensions.ObjectPool;

namespace Conduit.Routing.Execution;

/// <summary>Attempts to be used again: nearly every request has one, and it ends well. Thread-safe.</summary>
internal sealed class RunningAttempts : PooledObjectPolicy<RunningAttempt>
{
    private readonly ConduitHandler _handler;

    private RunningAttempts(ConduitHandler handler) => _handler = handler;

    public static ObjectPool<RunningAttempt> Of(ConduitHandler handler) => new DefaultObjectPool<RunningAttempt>(new RunningAttempts(handler), 256);

    public override RunningAttempt Create() => new(_handler);

    public override bool Return(RunningAttempt obj) => obj.TryReset();
}
