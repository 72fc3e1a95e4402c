namespace Conduit.ProxyBench.Load;

/// <summary>Load by one thread of our own: it costs the machine little, and says how late it was.</summary>
internal sealed class EventLoopLoad(LoadShape shape, TimeProvider time) : LoadSource
{
    public override string Name => shape.Rate > 0 ? "own open loop" : "own closed loop";

    public override Task<LoadResult> RunAsync(Uri address, TimeSpan length, CancellationToken stop)
        => Task.Factory.StartNew(
            () =>
            {
                using var loop = new EventLoop(shape, address, length, time);
                return loop.Run(stop);
            },
            stop,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
}
