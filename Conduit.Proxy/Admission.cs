using Microsoft.Extensions.Options;

namespace Conduit.Proxy;

/// <summary>Counts the requests the proxy works on, and knows how many those may be. Thread-safe.</summary>
internal sealed class Admission
{
    private readonly int _limit;
    private int _admitted;

    public Admission(IOptions<ConduitOptions> options) => _limit = options.Value.MaxConcurrentRequests;

    /// <summary>Requests under way, streams that go on included.</summary>
    public int Count => Volatile.Read(ref _admitted);

    /// <summary>Counts a request; false if it is one too many. <see cref="Leave"/> follows either way.</summary>
    public bool TryEnter() => Interlocked.Increment(ref _admitted) <= _limit;

    public void Leave() => Interlocked.Decrement(ref _admitted);
}
