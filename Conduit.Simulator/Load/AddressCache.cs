using System.Collections.Concurrent;

namespace Conduit.Simulator.Load;

/// <summary>Addresses at one target by their paths: to parse one costs more than to send to it. Thread-safe.</summary>
internal sealed class AddressCache
{
    // More different paths than any mix has; a load of endless ones is parsed as it comes.
    private const int Most = 10_000;

    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly ConcurrentDictionary<string, Uri> _addresses = new(StringComparer.Ordinal);
    private readonly string _target;

    /// <param name="target">The target, without a path.</param>
    public AddressCache(Uri target) => _target = target.GetLeftPart(UriPartial.Authority);

    /// <param name="path">Path and query, from the slash on.</param>
    public Uri Of(string path)
    {
        if (_addresses.TryGetValue(path, out var known))
        {
            return known;
        }

        // Behind the target's own host and port a path can lead nowhere else; it is sent as it is written.
        var address = new Uri(_target + path, AsWritten);
        if (_addresses.Count < Most)
        {
            _addresses.TryAdd(path, address);
        }

        return address;
    }
}
