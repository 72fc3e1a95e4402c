namespace Conduit.ProxyBench.Load;

/// <summary>What a client saw. Immutable.</summary>
internal sealed record LoadResult(long Requests, double PerSecond, TimeSpan P50, TimeSpan P99, long Errors);
