using Conduit.ProxyBench.Processes;

namespace Conduit.ProxyBench.Load;

/// <summary>Sends load to one address.</summary>
internal abstract class LoadSource
{
    /// <summary>Who sends, for the report.</summary>
    public abstract string Name { get; }

    /// <summary>At a rate, the own open loop; without one, wrk, or where it is not installed the own closed loop.</summary>
    public static LoadSource For(int rate, int connections, TimeProvider time)
        => rate == 0 && Executables.Find("wrk") is { } wrk
            ? new WrkLoad(wrk, connections)
            : new EventLoopLoad(new LoadShape { Connections = connections, InFlight = connections, Rate = rate }, time);

    /// <summary>
    /// Sends for a while that does not count, in which connections open and warm up, tells that it begins, and sends for
    /// the length that counts.
    /// </summary>
    public abstract Task<LoadResult> RunAsync(Uri address, TimeSpan leadIn, TimeSpan length, Func<Task> begin, CancellationToken stop);

    /// <summary>Load for its own sake.</summary>
    public Task WarmUpAsync(Uri address, TimeSpan length, CancellationToken stop)
        => length > TimeSpan.Zero ? RunAsync(address, TimeSpan.Zero, length, () => Task.CompletedTask, stop) : Task.CompletedTask;
}
