using System.Net;
using Conduit.Routing;
using Conduit.Tests.Proxy;
using Conduit.Yarp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Conduit.Tests.Yarp;

/// <summary>YARP takes a new configuration over step by step while requests come in: in each moment they are answered.</summary>
public sealed class ReloadTests : IDisposable
{
    private readonly ReloadMoments _moments = new();

    [Fact]
    public async Task Destination_that_a_reload_adds_takes_requests_from_its_first_moment()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var beta = await Backend.StartAsync("beta");
        await using var gamma = await Backend.StartAsync("gamma");
        await using var yarp = await StartAsync(Pool("RoundRobin", alpha, beta));

        var answers = await AnswersWithinAsync(yarp, Pool("RoundRobin", alpha, beta, gamma));

        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.OK, true), answer));
        Assert.NotEqual(0, gamma.Requests);
    }

    [Fact]
    public async Task Cluster_whose_policy_changes_is_routed_all_the_while()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var beta = await Backend.StartAsync("beta");
        await using var yarp = await StartAsync(Pool(PolicyNames.Adaptive, alpha, beta));

        var answers = await AnswersWithinAsync(yarp, Pool(PolicyNames.Greedy, alpha, beta));

        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.OK, true), answer));
        Assert.Equal(PolicyNames.Greedy, yarp.Routers.Find("upstreams")!.Router.Policy);
    }

    [Fact]
    public async Task Destination_isolated_by_hand_stays_so_under_another_policy()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var beta = await Backend.StartAsync("beta");
        await using var yarp = await StartAsync(Pool(PolicyNames.Adaptive, alpha, beta));
        Assert.True(yarp.Routers.Find("upstreams")!.Router.TryIsolate("alpha", isolated: true));

        await AnswersWithinAsync(yarp, Pool(PolicyNames.Greedy, alpha, beta));

        Assert.Equal(0, alpha.Requests);
        Assert.Equal([true, false], yarp.Routers.Find("upstreams")!.Router.Upstreams.Select(upstream => upstream.IsIsolated));
    }

    [Fact]
    public async Task Cluster_that_is_removed_answers_until_its_routes_are_gone()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var beta = await Backend.StartAsync("beta");
        await using var yarp = await StartAsync(Pool(PolicyNames.Adaptive, alpha, beta));

        var answers = await AnswersWithinAsync(yarp, []);

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        using var after = await yarp.Client.GetAsync("/");
        Assert.Equal(HttpStatusCode.NotFound, after.StatusCode);
    }

    [Fact]
    public async Task Pool_that_is_exchanged_for_another_answers_all_the_while()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var beta = await Backend.StartAsync("beta");
        await using var gamma = await Backend.StartAsync("gamma");
        await using var yarp = await StartAsync(Pool(PolicyNames.Adaptive, alpha, beta));

        var answers = await AnswersWithinAsync(yarp, Pool(PolicyNames.Adaptive, gamma));

        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.OK, true), answer));
    }

    public void Dispose() => _moments.Dispose();

    private static IEnumerable<(string, string)> Pool(string policy, params Backend[] backends)
        =>
        [
            .. RunningProxy.PoolOf("upstreams", backends.Select(backend => (backend.Name, backend.Address))),
            ("ReverseProxy:Clusters:upstreams:LoadBalancingPolicy", policy),
            ("Conduit:Routing:Hedging:BudgetPerRequest", "0"),
            ("Conduit:DecisionHeaders", "true"),
        ];

    private Task<RunningYarp> StartAsync(IEnumerable<(string, string)> settings)
        => RunningYarp.StartAsync(settings, services: services => services
            .AddSingleton<TimeProvider>(_moments)
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(_moments)));

    /// <summary>Sends in each moment of a reload as many requests as there can be destinations, so that over round robin each is met.</summary>
    /// <returns>The answers' statuses, and whether the router had decided.</returns>
    private async Task<IReadOnlyList<(HttpStatusCode Status, bool IsRouted)>> AnswersWithinAsync(RunningYarp yarp, IEnumerable<(string, string)> settings)
    {
        // Endpoints are made for the first request.
        await yarp.Client.GetStringAsync("/");
        var answers = new List<(HttpStatusCode, bool)>();
        _moments.LookWithin(
            () => yarp.Reload(settings),
            () =>
            {
                for (var i = 0; i < 3; i++)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, "/");
                    using var response = yarp.Client.Send(request);
                    answers.Add((response.StatusCode, response.Headers.Contains(DecisionHeaders.Upstream)));
                }
            });
        Assert.NotEmpty(answers);
        return answers;
    }
}
