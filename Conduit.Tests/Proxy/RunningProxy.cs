using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Conduit.Proxy;
using Conduit.Tests.Integration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Conduit.Tests.Proxy;

/// <summary>The real proxy on free ports in a folder of its own, with clients of its ports.</summary>
internal sealed class RunningProxy : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _folder;
    private readonly List<HttpClient> _clients = [];

    private RunningProxy(WebApplication app, DirectoryInfo folder)
    {
        App = app;
        _folder = folder;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address)).ToArray();
        Address = addresses[0];
        Http2Address = addresses[1];
        Client = ClientOf(Address);
        Http2Client = ClientOf(Http2Address, HttpVersion.Version20);
    }

    public WebApplication App { get; }

    public Uri Address { get; }

    public Uri Http2Address { get; }

    /// <summary>Speaks HTTP/1.1 to the data port.</summary>
    public HttpClient Client { get; }

    /// <summary>Speaks HTTP/2 to the port for it.</summary>
    public HttpClient Http2Client { get; }

    /// <summary>Starts it over upstreams, with further settings; round robin without hedges unless they say otherwise, so that it is known who is next.</summary>
    public static Task<RunningProxy> StartAsync(IEnumerable<Backend> upstreams, params (string Key, string Value)[] settings)
        => StartAsync([.. PoolOf("upstreams", upstreams.Select(upstream => (upstream.Name, upstream.Address))), .. settings]);

    /// <summary>Starts it with nothing but these settings.</summary>
    public static async Task<RunningProxy> StartAsync(params (string Key, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("conduit-proxy-");
        try
        {
            var app = ConduitProxy.Build(Arguments(folder, settings));
            await app.StartAsync();
            return new RunningProxy(app, folder);
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>A cluster that takes every path, by YARP's own configuration keys.</summary>
    public static IEnumerable<(string Key, string Value)> PoolOf(string cluster, IEnumerable<(string Id, Uri Address)> upstreams, string path = "/{**path}")
    {
        yield return ($"ReverseProxy:Routes:{cluster}:ClusterId", cluster);
        yield return ($"ReverseProxy:Routes:{cluster}:Match:Path", path);
        yield return ($"ReverseProxy:Clusters:{cluster}:LoadBalancingPolicy", "RoundRobin");
        foreach (var (id, address) in upstreams)
        {
            yield return ($"ReverseProxy:Clusters:{cluster}:Destinations:{id}:Address", address.ToString());
        }
    }

    /// <summary>Its command line: these settings in an empty folder, on free ports. Later settings win.</summary>
    public static string[] Arguments(DirectoryInfo folder, IEnumerable<(string Key, string Value)> settings)
    {
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["contentRoot"] = folder.FullName,
            ["urls"] = "http://127.0.0.1:0",
            ["Conduit:Http2Port"] = "0",
            // On a machine under load anything may be late enough for one.
            ["Conduit:Routing:Hedging:BudgetPerRequest"] = "0",
            ["hostBuilder:reloadConfigOnChange"] = "false",
            ["Logging:LogLevel:Default"] = "None",
        };
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        return [.. all.Select(setting => $"--{setting.Key}={setting.Value}")];
    }

    public HttpClient ClientOf(Uri address, Version? version = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = address,
            DefaultRequestVersion = version ?? HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = Patience,
        };
        _clients.Add(client);
        return client;
    }

    public async Task<JsonNode> JsonAsync(string path, HttpClient? client = null)
        => (await (client ?? Client).GetFromJsonAsync<JsonNode>(path))!;

    /// <summary>An upstream's entry in <c>/_conduit/upstreams</c>.</summary>
    public async Task<JsonNode> UpstreamAsync(string id)
        => (await JsonAsync("/_conduit/upstreams"))["upstreams"]!.AsArray().Single(upstream => (string?)upstream!["id"] == id)!;

    public async Task<HttpResponseMessage> IsolateAsync(string id, bool isolated)
        => await Client.PutAsJsonAsync($"/_conduit/upstreams/{id}", new { isolated });

    /// <summary>The newest remembered requests; a request is remembered a little after its client has the answer.</summary>
    public async Task<IReadOnlyList<JsonNode>> TracesAsync(int atLeast, string query = "")
    {
        IReadOnlyList<JsonNode> traces = [];
        await Until.TrueAsync(
            async () => (traces = [.. (await JsonAsync($"/_conduit/traces?{query}"))["traces"]!.AsArray().Select(trace => trace!)]).Count >= atLeast,
            Patience, $"{atLeast} traces for '{query}'");
        return traces;
    }

    /// <summary>The one remembered request.</summary>
    public async Task<JsonNode> TraceAsync(string query = "") => Assert.Single(await TracesAsync(1, query));

    /// <summary>The sum of all samples of a name whose labels hold all these texts; null if there is none.</summary>
    public async Task<double?> MetricAsync(string name, params string[] labels)
        => MetricsText.Sum(await Client.GetStringAsync("/metrics"), name, labels);

    /// <summary>Waits until that sum has this value.</summary>
    public Task MetricIsAsync(double value, string name, params string[] labels)
        => Until.TrueAsync(async () => await MetricAsync(name, labels) == value, Patience, $"{name} {{{string.Join(", ", labels)}}} = {value}");

    /// <summary>Asserts an error the proxy makes itself, and returns it.</summary>
    public static async Task<JsonNode> ProblemAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal((int)status, (int?)problem["status"]);
        return problem;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await App.StopAsync(now.Token);
        await App.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
