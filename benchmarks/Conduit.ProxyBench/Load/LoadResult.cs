namespace Conduit.ProxyBench.Load;

/// <summary>What a client saw. Immutable.</summary>
internal sealed record LoadResult(long Requests, double PerSecond, TimeSpan P50, TimeSpan P99, long Errors)
{
    /// <summary>How late the sender itself was, at the median; zero where it keeps no schedule.</summary>
    public TimeSpan LateP50 { get; init; }

    public TimeSpan LateP99 { get; init; }
}
