using Conduit.Routing;
using Conduit.ServiceDefaults;
using Conduit.Yarp;

namespace Conduit.Proxy;

/// <summary>The proxy's settings: the <c>Conduit</c> section of its configuration.</summary>
internal sealed class ConduitOptions
{
    public const string Section = "Conduit";

    /// <summary>Port for HTTP/2 without TLS (prior knowledge), which gRPC needs. Default 8081, 1 to 65535; 0 takes any free port.</summary>
    public int Http2Port { get; set; } = 8081;

    /// <summary>Whether answers say which upstream gave them and after how many attempts. Default true.</summary>
    public bool DecisionHeaders { get; set; } = true;

    /// <summary>Requests the proxy works on at once; more are shed with 503. Default 10000, 1 to 1000000.</summary>
    public int MaxConcurrentRequests { get; set; } = 10_000;

    /// <summary>Largest request body that is held in memory so that it can be sent again, in bytes. Default 64 KiB, 0 (none) to 16 MiB.</summary>
    public int BufferedBodyBytes { get; set; } = 64 * 1024;

    /// <summary>Largest request body, in bytes; a larger one is refused with 413. Default none, 0 to 1 TiB.</summary>
    public long? MaxRequestBodyBytes { get; set; }

    /// <summary>Requests the in-memory tracer remembers. Default 4096, 16 to 1048576.</summary>
    public int TraceCapacity { get; set; } = 4_096;

    /// <summary>Whether commands, such as isolating an upstream, are taken from other machines. Default false.</summary>
    public bool RemoteCommands { get; set; }

    /// <summary>
    /// Segments of the path that, with YARP's route, tell requests apart: errors are charged to those that fail where
    /// others are well. Default 1 (<c>/orders/1</c> is <c>/orders</c>), 0 (YARP's routes alone) to 8.
    /// </summary>
    public int RouteSegments { get; set; } = 1;

    /// <summary>How long requests under way may take to end, and new ones are still served, once the proxy is to end. Default 5 s, 0 (not at all) to 10 min.</summary>
    public TimeSpan DrainFor { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Where health, metrics and <c>/_conduit</c> answer.</summary>
    public ManagementOptions Management { get; set; } = new();

    /// <summary>How upstreams are chosen.</summary>
    public RouterOptions Routing { get; set; } = new();

    /// <summary>What the router's seat in YARP takes of them.</summary>
    public ConduitYarpOptions Seat => new()
    {
        BufferedBodyBytes = BufferedBodyBytes,
        DecisionHeaders = DecisionHeaders,
        RouteSegments = RouteSegments,
        Routing = Routing,
    };

    /// <summary>Who may command it.</summary>
    public CommandAccess CommandAccess => new(RemoteCommands) { Hosts = Management.Hosts.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) };

    public static void Check(ConduitOptions options, OptionMistakes mistakes)
    {
        mistakes.Range(options.Http2Port, 0, ushort.MaxValue);
        mistakes.Range(options.MaxConcurrentRequests, 1, 1_000_000);
        mistakes.Range(options.BufferedBodyBytes, 0, 16 << 20);
        mistakes.Range(options.MaxRequestBodyBytes ?? 0, 0, 1L << 40, "options.MaxRequestBodyBytes");
        mistakes.Range(options.TraceCapacity, 16, 1 << 20);
        mistakes.Range(options.RouteSegments, 0, 8);
        mistakes.Range(options.DrainFor, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        mistakes.Range(options.Management.Port ?? 1, 1, ushort.MaxValue, "options.Management.Port");
        RouterOptionsCheck.Check(options.Routing, mistakes.Below(nameof(Routing)));
    }
}
