namespace Conduit.ProxyBench.Load;

/// <summary>Load by one thread of our own: it costs the machine little, and says how late it was.</summary>
internal sealed class EventLoopLoad(LoadShape shape, TimeProvider time) : LoadSource
{
    public override string Name => shape.Rate > 0 ? "own open loop" : "own closed loop";

    public override async Task<LoadResult> RunAsync(Uri address, TimeSpan leadIn, TimeSpan length, Func<Task> begin, CancellationToken stop)
    {
        using var loop = new EventLoop(shape, address, time);
        await OnThreadOfItsOwn(() => loop.Connect(stop));
        if (leadIn > TimeSpan.Zero)
        {
            await OnThreadOfItsOwn(() => loop.Run(leadIn, stop));
        }

        await begin();
        var result = default(LoadResult)!;
        await OnThreadOfItsOwn(() => result = loop.Run(length, stop));
        return result;

        Task OnThreadOfItsOwn(Action work) => Task.Factory.StartNew(work, stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }
}
