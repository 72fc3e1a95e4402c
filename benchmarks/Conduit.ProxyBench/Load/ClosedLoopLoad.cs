namespace Conduit.ProxyBench.Load;

/// <summary>Full load by as many loops as connections; for want of wrk, and costlier than it.</summary>
internal sealed class ClosedLoopLoad(int connections, TimeProvider time) : LoadSource
{
    public override string Name => "own closed loop";

    public override async Task<LoadResult> RunAsync(Uri address, TimeSpan length, CancellationToken stop)
    {
        using var client = Latencies.Client(connections);
        var latencies = new Latencies();
        var start = time.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => LoopAsync(client), stop)));
        return latencies.Result(time.GetElapsedTime(start));

        async Task LoopAsync(HttpMessageInvoker invoker)
        {
            while (time.GetElapsedTime(start) < length)
            {
                var sent = time.GetTimestamp();
                await latencies.SendAsync(invoker, address, () => time.GetElapsedTime(sent), stop);
            }
        }
    }
}
