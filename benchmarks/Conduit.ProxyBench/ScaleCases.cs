using Conduit.ProxyBench.Load;

namespace Conduit.ProxyBench;

/// <summary>The sizes by name, and the load at each.</summary>
internal static class ScaleCases
{
    public const int UsualConnections = 64;

    /// <summary>Few, since each holds a whole body under way.</summary>
    public const int BodyConnections = 8;

    private const long Kibi = 1024;

    public static string Upstreams(int count) => $"{count} upstreams";

    public static string Connections(int count) => count == 1 ? "1 connection" : $"{count} connections";

    public static string Download(long bytes) => $"{Size(bytes)} down";

    public static string Upload(long bytes) => $"{Size(bytes)} up";

    /// <summary>Open connections grow, requests under way do not: all take turns.</summary>
    public static LoadShape LoadOver(int connections) => new() { Connections = connections, InFlight = Math.Min(connections, UsualConnections) };

    public static LoadShape DownloadOf(long bytes) => new() { Connections = BodyConnections, InFlight = BodyConnections, PathAndQuery = BenchUpstream.PathFor(bytes) };

    public static LoadShape UploadOf(long bytes) => DownloadOf(0) with { UploadBytes = bytes };

    private static string Size(long bytes)
        => bytes >= Kibi * Kibi && bytes % (Kibi * Kibi) == 0 ? $"{bytes / Kibi / Kibi} MiB"
            : bytes >= Kibi && bytes % Kibi == 0 ? $"{bytes / Kibi} KiB"
            : $"{bytes} B";
}
