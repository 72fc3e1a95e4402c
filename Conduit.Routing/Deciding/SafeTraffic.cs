namespace Conduit.Routing.Deciding;

/// <summary>
/// When a request last came that can be tried anywhere at no cost to its user. While such requests come, it is they that
/// find out what is uncertain, and no other has to. Thread-safe.
/// </summary>
internal sealed class SafeTraffic
{
    private readonly long _lasts;
    private long _seenAt;

    /// <param name="lasts">How long one such request stands for others to come, microseconds.</param>
    public SafeTraffic(long lasts) => _lasts = lasts;

    public void Note(RoutedRequest request, long now)
    {
        if (request.IsSafeToTry)
        {
            Volatile.Write(ref _seenAt, now);
        }
    }

    /// <summary>True if a request may find out: it is safe, or none that is has come since <paramref name="since"/> for long.</summary>
    public bool Allows(RoutedRequest request, long since, long now)
        => request.IsSafeToTry || IsLongSince(Math.Max(since, Volatile.Read(ref _seenAt)), now);

    /// <summary>True once <paramref name="since"/> lies so far back that waiting for a better request is over.</summary>
    public bool IsLongSince(long since, long now) => now - since >= _lasts;
}
