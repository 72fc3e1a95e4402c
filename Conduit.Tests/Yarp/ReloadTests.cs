using System.Net;
using Conduit.Tests.Proxy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Conduit.Tests.Yarp;

/// <summary>YARP takes a new configuration over step by step while requests come in: in each moment they are answered.</summary>
public sealed class ReloadTests : IDisposable
{
    private static readonly (string, string) NoHedging = ("Conduit:Routing:Hedging:BudgetPerRequest", "0");

    private readonly ReloadMoments _moments = new();

    [Fact]
    public async Task Destination_that_a_reload_adds_takes_requests_from_its_first_moment()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var beta = await Backend.StartAsync("beta");
        await using var gamma = await Backend.StartAsync("gamma");
        await using var yarp = await StartAsync(Pool("RoundRobin", alpha, beta));

        var statuses = await StatusesWithinAsync(yarp, Pool("RoundRobin", alpha, beta, gamma));

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.NotEqual(0, gamma.Requests);
    }

    public void Dispose() => _moments.Dispose();

    private static IEnumerable<(string, string)> Pool(string policy, params Backend[] backends)
        =>
        [
            .. RunningProxy.PoolOf("upstreams", backends.Select(backend => (backend.Name, backend.Address))),
            ("ReverseProxy:Clusters:upstreams:LoadBalancingPolicy", policy),
            NoHedging,
        ];

    private Task<RunningYarp> StartAsync(IEnumerable<(string, string)> settings)
        => RunningYarp.StartAsync(settings, services: services => services
            .AddSingleton<TimeProvider>(_moments)
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(_moments)));

    /// <summary>Sends in each moment of a reload as many requests as there can be destinations, so that over round robin each is met.</summary>
    private async Task<IReadOnlyList<HttpStatusCode>> StatusesWithinAsync(RunningYarp yarp, IEnumerable<(string, string)> settings)
    {
        // Endpoints are made for the first request.
        await yarp.Client.GetStringAsync("/");
        var statuses = new List<HttpStatusCode>();
        _moments.LookWithin(
            () => yarp.Reload(settings),
            () =>
            {
                for (var i = 0; i < 3; i++)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, "/");
                    using var response = yarp.Client.Send(request);
                    statuses.Add(response.StatusCode);
                }
            });
        Assert.NotEmpty(statuses);
        return statuses;
    }
}
