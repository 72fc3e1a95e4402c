using System.Collections.Concurrent;

namespace Conduit.Simulator.Load;

/// <summary>Addresses at one target by their paths: to parse one costs more than to send to it. Thread-safe.</summary>
internal sealed class AddressCache
{
    // More different paths than any mix has; a load of endless ones is parsed as it comes.
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, Uri> _addresses = new(StringComparer.Ordinal);
    private readonly Uri _target;

    /// <param name="target">The target, without a path.</param>
    public AddressCache(Uri target) => _target = target;

    /// <param name="path">Path and query.</param>
    public Uri Of(string path)
    {
        if (_addresses.TryGetValue(path, out var known))
        {
            return known;
        }

        var address = new Uri(_target, path);
        if (_addresses.Count < Most)
        {
            _addresses.TryAdd(path, address);
        }

        return address;
    }
}
