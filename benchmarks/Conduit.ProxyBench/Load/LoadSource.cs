using Conduit.ProxyBench.Processes;

namespace Conduit.ProxyBench.Load;

/// <summary>Sends load to one address.</summary>
internal abstract class LoadSource
{
    /// <summary>Who sends, for the report.</summary>
    public abstract string Name { get; }

    /// <summary>At a rate, the open-loop sender; without one, wrk, or where it is not installed a closed loop of our own.</summary>
    public static LoadSource For(int rate, int connections, TimeProvider time)
        => rate > 0 ? new OpenLoopLoad(rate, connections, time)
            : Executables.Find("wrk") is { } wrk ? new WrkLoad(wrk, connections)
            : new ClosedLoopLoad(connections, time);

    public abstract Task<LoadResult> RunAsync(Uri address, TimeSpan length, CancellationToken stop);
}
