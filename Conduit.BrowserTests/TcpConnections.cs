using System.Globalization;

namespace Conduit.BrowserTests;

/// <summary>Connections as Linux tells them.</summary>
internal static class TcpConnections
{
    private const string Established = "01";

    /// <summary>How many connections a process has to a port.</summary>
    public static int Count(int processId, int port)
    {
        var own = Directory.EnumerateFileSystemEntries($"/proc/{processId}/fd").Select(file => new FileInfo(file).LinkTarget)
            .OfType<string>().Where(target => target.StartsWith("socket:[", StringComparison.Ordinal)).Select(target => target["socket:[".Length..^1]).ToHashSet(StringComparer.Ordinal);
        return new[] { $"/proc/{processId}/net/tcp", $"/proc/{processId}/net/tcp6" }
            .SelectMany(table => File.ReadLines(table).Skip(1))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Count(fields => fields[3] == Established && PortOf(fields[2]) == port && own.Contains(fields[9]));
    }

    private static int PortOf(string address) => int.Parse(address[(address.LastIndexOf(':') + 1)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
