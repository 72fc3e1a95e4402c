using System.Globalization;

namespace Conduit.ProxyBench.Peers;

/// <summary>Something to measure: a program, where it answers, and how to ask what it has allocated. Immutable.</summary>
internal sealed record Peer(string Name, Uri Address, string File, IReadOnlyList<string> Arguments, string Folder)
{
    private const string RuntimeTotal = "dotnet_gc_heap_total_allocated_bytes_total";

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Path of a number, or of Prometheus text that holds it; null where there is none.</summary>
    public string? AllocatedPath { get; init; }

    public async Task<long?> AllocatedAsync(CancellationToken stop)
    {
        if (AllocatedPath is null)
        {
            return null;
        }

        using var client = new HttpClient();
        var text = await client.GetStringAsync(new Uri(Address, AllocatedPath), stop);
        var line = text.Split('\n').FirstOrDefault(line => line.StartsWith(RuntimeTotal, StringComparison.Ordinal));
        var number = line is null ? text : line.Split(' ')[1];
        return (long)double.Parse(number, CultureInfo.InvariantCulture);
    }
}
