using Conduit.Routing;
using Conduit.Routing.Client;
using Conduit.Routing.Execution;
using Conduit.Tests.Proxy;
using Microsoft.Extensions.DependencyInjection;

namespace Conduit.Tests.Client;

/// <summary>A client as an application would have it, over upstreams of a test.</summary>
internal sealed class RunningClient : IAsyncDisposable
{
    public const string Name = "orders";

    private readonly ServiceProvider _provider;

    public RunningClient(IEnumerable<Backend> upstreams, Action<ConduitClientOptions>? configure = null, Action<IHttpClientBuilder>? build = null)
        : this(upstreams.Select(upstream => (upstream.Name, upstream.Address)), configure, build)
    {
    }

    /// <summary>Round robin and unhedged unless told otherwise, so that it is known who is next.</summary>
    public RunningClient(IEnumerable<(string Name, Uri Address)> upstreams, Action<ConduitClientOptions>? configure = null, Action<IHttpClientBuilder>? build = null)
    {
        var services = new ServiceCollection();
        var builder = services.AddHttpClient(Name).AddConduit(options =>
        {
            options.Policy = PolicyNames.RoundRobin;
            options.Routing.Hedging.BudgetPerRequest = 0;
            foreach (var (name, address) in upstreams)
            {
                options.AddUpstream(name, address);
            }

            configure?.Invoke(options);
        });
        build?.Invoke(builder);
        _provider = services.BuildServiceProvider();
        Http = _provider.GetRequiredService<IHttpClientFactory>().CreateClient(Name);
    }

    public HttpClient Http { get; }

    public IServiceProvider Services => _provider;

    public Router Router => _provider.GetRequiredKeyedService<Router>(Name);

    public UpstreamSnapshot this[string upstream] => Router.Snapshot().Upstreams.Single(snapshot => snapshot.Definition.Id == upstream);

    /// <summary>What the router knows of an answer's request.</summary>
    public static RoutedRequest RoutedOf(HttpResponseMessage response) => response.RequestMessage!.GetRoutedRequest()!;

    public static AttemptOutcome OutcomeOf(HttpResponseMessage response)
    {
        var routed = RoutedOf(response);
        return routed[routed.Final].Outcome;
    }

    public ValueTask DisposeAsync()
    {
        Http.Dispose();
        return _provider.DisposeAsync();
    }
}
