namespace Conduit.LiveView.State;

/// <summary>When which fault was in force, as far back as the charts look. Not thread-safe.</summary>
internal sealed class FaultBands
{
    private readonly List<FaultBand> _bands = [];

    public IReadOnlyList<FaultBand> Bands => [.. _bands];

    /// <summary>Notes which kinds are in force on an upstream now.</summary>
    public void Note(string upstream, IEnumerable<string> kinds, DateTimeOffset now)
    {
        var active = kinds.ToHashSet(StringComparer.Ordinal);
        for (var index = 0; index < _bands.Count; index++)
        {
            if (_bands[index] is { Until: null } open && open.Upstream == upstream && !active.Remove(open.Kind))
            {
                _bands[index] = open with { Until = now };
            }
        }

        _bands.AddRange(active.Select(kind => new FaultBand(upstream, kind, now, null)));
        _bands.RemoveAll(band => now - band.Until > History.Length);
    }
}

/// <summary>A time in which a fault was in force. Immutable.</summary>
/// <param name="Upstream">On which.</param>
/// <param name="Kind">As scenarios name it.</param>
/// <param name="From">Its start, as far as it was seen.</param>
/// <param name="Until">Its end; null while it is in force.</param>
public sealed record FaultBand(string Upstream, string Kind, DateTimeOffset From, DateTimeOffset? Until);
