namespace Conduit.AppHost.Topology;

/// <summary>The whole lab on one screen: both hosts run what is written here, and nothing else.</summary>
internal sealed class LabTopology
{
    public const int DashboardPort = 15888;
    public const string HealthPath = "/health";

    private readonly int _offset;

    private LabTopology(int portOffset) => _offset = portOffset;

    /// <summary>The lab with every port moved by <paramref name="portOffset"/>, so that it can run beside another.</summary>
    public static LabTopology At(int portOffset) => new(portOffset);

    public IReadOnlyList<LabService> Upstreams => [Upstream("alpha", 3001), Upstream("beta", 3002)];

    public LabService Proxy => new("proxy", "Conduit.Proxy", [On(LabEndpoint.Http, 8080), On(LabEndpoint.H2c, 8081)])
    {
        References = [.. Upstreams.Select(upstream => upstream.Name)],
        WaitsFor = [.. Upstreams.Select(upstream => upstream.Name)],
        Settings =
        [
            new LiteralSetting("Conduit__Http2Port", $"{8081 + _offset}"),
            // Settings that exist as environment variables only: the runtime's,
            new LiteralSetting("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1"),
            // and glibc's: what the just-in-time compiler has worked with goes back to the system, in place of one heap a core that keeps it.
            new LiteralSetting("MALLOC_ARENA_MAX", "1"),
            new LiteralSetting("MALLOC_MMAP_THRESHOLD_", "65536"),
            new LiteralSetting("MALLOC_TRIM_THRESHOLD_", "131072"),
            .. Upstreams.SelectMany(upstream => Destination(upstream.Name)),
        ],
    };

    public LabService Simulator => new("simulator", "Conduit.Simulator", [On(LabEndpoint.Http, 8090)])
    {
        Arguments = ["serve"],
        WaitsFor = [Proxy.Name],
        Settings = [new AddressSetting("Conduit__Simulator__Target", Proxy.Name, LabEndpoint.Http)],
    };

    // It waits for nobody: who is not there yet is what it shows.
    public LabService LiveView => new("liveview", "Conduit.LiveView", [On(LabEndpoint.Http, 8088)])
    {
        Settings =
        [
            new AddressSetting("Conduit__LiveView__Proxy", Proxy.Name, LabEndpoint.Http),
            new AddressSetting("Conduit__LiveView__Simulator", Simulator.Name, LabEndpoint.Http),
        ],
    };

    public LabEndpoint Prometheus => On("prometheus", 9090);

    public LabEndpoint Grafana => On("grafana", 3000);

    public IReadOnlyList<LabService> Services => [.. Upstreams, Proxy, Simulator, LiveView];

    // Control and h2c ports follow from the data port in the upstream itself; they are named here for those who ask.
    private LabService Upstream(string name, int port)
        => new(name, "Conduit.Upstreams", [On(LabEndpoint.Http, port), On(LabEndpoint.Control, port + 1000), On(LabEndpoint.H2c, port + 2000)])
        {
            Arguments = [$"--Conduit:Upstream:Name={name}"],
            ManagementEndpoint = LabEndpoint.Control,
        };

    private static IEnumerable<LabSetting> Destination(string upstream)
    {
        var key = $"ReverseProxy__Clusters__upstreams__Destinations__{upstream}";
        yield return new LiteralSetting($"{key}__Address", $"http://{upstream}");
        yield return new AddressSetting($"{key}__Metadata__Http2Address", upstream, LabEndpoint.H2c);
    }

    private LabEndpoint On(string name, int port) => new(name, port + _offset);
}
