using System.Collections.Frozen;

namespace Conduit.Routing;

/// <summary>
/// Numbers the routes a pool is asked for, the first so many of them; the rest share one number, so that no client can
/// make it grow. Thread-safe; looking up takes no lock.
/// </summary>
internal sealed class RouteTable
{
    /// <summary>The number of all routes beyond the cap, and of requests that name none.</summary>
    public const int Rest = 0;

    private readonly int _cap;
    private readonly Lock _adding = new();
    private Known _known = new([]);

    /// <param name="cap">Most routes told apart.</param>
    public RouteTable(int cap) => _cap = cap;

    /// <summary>One more than the largest number in use.</summary>
    public int Count => Volatile.Read(ref _known).Names.Length + 1;

    /// <summary>True once there are routes to tell apart.</summary>
    public bool Separates => Volatile.Read(ref _known).Names.Length > 1;

    public string NameOf(int route) => route == Rest ? "*" : Volatile.Read(ref _known).Names[route - 1];

    public int NumberOf(ReadOnlySpan<char> name)
    {
        var known = Volatile.Read(ref _known);
        return name.IsEmpty ? Rest
            : known.Numbers.TryGetValue(name, out var number) ? number
            : known.Names.Length < _cap ? Add(name.ToString())
            : Rest;
    }

    private int Add(string name)
    {
        lock (_adding)
        {
            var names = _known.Names;
            var index = Array.IndexOf(names, name);
            if (index < 0 && names.Length < _cap)
            {
                Volatile.Write(ref _known, new Known([.. names, name]));
                index = names.Length;
            }

            return index + 1;
        }
    }

    private sealed class Known
    {
        public Known(string[] names)
        {
            Names = names;
            Numbers = names.Select((name, index) => (name, index)).ToFrozenDictionary(pair => pair.name, pair => pair.index + 1, StringComparer.Ordinal)
                .GetAlternateLookup<ReadOnlySpan<char>>();
        }

        public string[] Names { get; }

        public FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Numbers { get; }
    }
}
