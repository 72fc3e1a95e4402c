using Conduit.ProxyBench.Processes;

namespace Conduit.ProxyBench.Peers;

/// <summary>Everything that is compared, each on a port of its own before the same upstreams.</summary>
internal sealed class PeerCatalog
{
    public const string Direct = "direct";
    public const string StockYarp = "stock YARP";
    public const string TunedYarp = "tuned YARP";
    public const string Conduit = "Conduit";
    public const string Nginx = "nginx";
    public const string HaProxy = "HAProxy";

    private const string NginxProgram = "nginx";
    private const string HaProxyProgram = "haproxy";

    // The first two are those of Conduit's own settings, which the others join.
    private static readonly string[] LabUpstreams = ["alpha", "beta"];

    private static readonly KeyValuePair<string, string> InlineCompletions = new("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

    // As the lab sets them for the proxy.
    private static readonly KeyValuePair<string, string>[] OwnRuntime =
    [
        InlineCompletions,
        new("MALLOC_ARENA_MAX", "1"),
        new("MALLOC_MMAP_THRESHOLD_", "65536"),
        new("MALLOC_TRIM_THRESHOLD_", "131072"),
    ];

    private readonly string _programs = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", ".."));
    private readonly string _configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
    private readonly string _dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
    private readonly IReadOnlyList<Uri> _upstreams;
    private readonly int _connections;
    private readonly DirectoryInfo _folder;

    /// <param name="folder">For configuration files.</param>
    /// <param name="upstreams">The pool.</param>
    /// <param name="connections">As many as clients will open at most.</param>
    /// <param name="variants">Further instances of Conduit.</param>
    public PeerCatalog(DirectoryInfo folder, IReadOnlyList<Uri> upstreams, int connections, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> variants)
    {
        _folder = folder;
        _upstreams = upstreams;
        _connections = connections;
        Peers = [.. All().OfType<Peer>(), .. variants.Select(variant => OwnProxy(variant.Key, variant.Value))];
    }

    public static IReadOnlyList<string> Names { get; } = [Direct, StockYarp, TunedYarp, Nginx, HaProxy, Conduit];

    public static IEnumerable<string> Missing
        => (((string Name, string Program)[])[(Nginx, NginxProgram), (HaProxy, HaProxyProgram)]).Where(peer => Executables.Find(peer.Program) is null).Select(peer => peer.Name);

    /// <summary>The upstreams first: the others need them.</summary>
    public IReadOnlyList<Peer> Peers { get; }

    private IEnumerable<Peer?> All()
    {
        yield return new(Direct, _upstreams[0], _dotnet, ["exec", Assembly("Conduit.ProxyBench"), BenchUpstream.Verb, .. _upstreams.Select(Text)], _folder.FullName)
        {
            Environment = new Dictionary<string, string>([InlineCompletions]),
        };
        yield return Yarp(StockYarp, runtimeOf: null);
        yield return Yarp(TunedYarp, runtimeOf: "Conduit.Proxy");
        yield return TryNginx();
        yield return TryHaProxy();
        yield return OwnProxy(Conduit, new Dictionary<string, string>());
    }

    private Peer Yarp(string name, string? runtimeOf)
    {
        var address = Local(FreePort.Next());
        return new(
            name,
            address,
            _dotnet,
            [
                "exec",
                .. runtimeOf is null ? (string[])[] : ["--runtimeconfig", Path.ChangeExtension(Assembly(runtimeOf), ".runtimeconfig.json")],
                Assembly("StockYarp"),
                $"--urls={Text(address)}", .. _upstreams.Select((upstream, index) => $"--Upstreams:{index}={Text(upstream)}"), $"--Tuned={runtimeOf is not null}",
            ],
            Path.GetDirectoryName(Assembly("StockYarp"))!)
        {
            Environment = new Dictionary<string, string>(runtimeOf is null ? [] : OwnRuntime),
            AllocatedPath = "/_bench/allocated",
        };
    }

    private Peer OwnProxy(string name, IReadOnlyDictionary<string, string> settings)
    {
        var address = Local(FreePort.Next());
        var environment = new Dictionary<string, string>(OwnRuntime)
        {
            ["ASPNETCORE_URLS"] = Text(address),
            ["Conduit__Http2Port"] = $"{FreePort.Next()}",
            ["CONDUIT_LIFELINE"] = "stdin",
            // The lab's limit is for answers of milliseconds, not for large bodies on a busy machine.
            ["Conduit__Routing__AttemptTimeout"] = "00:00:10",
        };
        foreach (var (index, upstream) in _upstreams.Index())
        {
            var id = LabUpstreams.ElementAtOrDefault(index) ?? $"upstream-{index}";
            environment[$"ReverseProxy__Clusters__upstreams__Destinations__{id}__Address"] = Text(upstream);
        }

        foreach (var (key, value) in settings)
        {
            environment[key] = value;
        }

        return new(name, address, _dotnet, ["exec", Assembly("Conduit.Proxy")], Path.GetDirectoryName(Assembly("Conduit.Proxy"))!)
        {
            Environment = environment,
            AllocatedPath = "/metrics",
        };
    }

    private Peer? TryNginx()
    {
        if (Executables.Find(NginxProgram) is not { } file)
        {
            return null;
        }

        var address = Local(FreePort.Next());
        var configuration = PeerConfiguration.Nginx(_folder, address, _upstreams, _connections);
        return new(Nginx, address, file, ["-c", configuration, "-p", _folder.FullName, "-e", "stderr"], _folder.FullName);
    }

    private Peer? TryHaProxy()
    {
        if (Executables.Find(HaProxyProgram) is not { } file)
        {
            return null;
        }

        var address = Local(FreePort.Next());
        return new(HaProxy, address, file, ["-db", "-f", PeerConfiguration.HaProxy(_folder, address, _upstreams, _connections)], _folder.FullName);
    }

    private string Assembly(string project) => Path.Combine(_programs, project, _configuration, $"{project}.dll");

    private static Uri Local(int port) => new($"http://127.0.0.1:{port}/");

    private static string Text(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
