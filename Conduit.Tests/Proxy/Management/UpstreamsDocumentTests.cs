using System.Globalization;
using System.Text.Json.Nodes;
using Conduit.Tests.Integration;

namespace Conduit.Tests.Proxy.Management;

/// <summary><c>GET /_conduit/upstreams</c>, whose names and meanings are a contract.</summary>
public sealed class UpstreamsDocumentTests
{
    private static readonly string[] Keys =
    [
        "cluster", "id", "address", "weight", "score", "latencyPenalty", "errorPenalty", "latencyMs", "errorRate",
        "inFlight", "breaker", "share", "requests", "failures",
    ];

    [Fact]
    public async Task Document_of_a_pool_says_all_that_the_contract_says()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var beta = await Backend.StartAsync("beta");
        await using var proxy = await RunningProxy.StartAsync([alpha, beta], ("ReverseProxy:Clusters:upstreams:Destinations:beta:Metadata:Weight", "2.5"));
        for (var i = 0; i < 8; i++)
        {
            await proxy.Client.GetStringAsync("/");
        }

        await Until.TrueAsync(
            async () => (double?)(await proxy.UpstreamAsync("alpha"))["share"] == 0.5, RunningProxy.Patience, "the shares of all eight are read");
        using var response = await proxy.Client.GetAsync("/_conduit/upstreams");
        var document = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["policy", "at", "upstreams"], document.AsObject().Select(property => property.Key));
        Assert.Equal("RoundRobin", (string?)document["policy"]);
        Assert.True(DateTimeOffset.TryParse((string?)document["at"], CultureInfo.InvariantCulture, out _));
        var upstreams = document["upstreams"]!.AsArray();
        Assert.All(upstreams, upstream => Assert.Empty(Keys.Except(upstream!.AsObject().Select(property => property.Key), StringComparer.Ordinal)));
        Assert.Equal(
            [("upstreams", "alpha", alpha.Address.GetLeftPart(UriPartial.Authority), 1), ("upstreams", "beta", beta.Address.GetLeftPart(UriPartial.Authority), 2.5)],
            upstreams.Select(upstream => ((string?)upstream!["cluster"], (string?)upstream["id"], (string?)upstream["address"], (double)upstream["weight"]!)));
        Assert.All(upstreams, upstream =>
        {
            Assert.Equal((4, 0, 0, "closed"), ((long)upstream!["requests"]!, (long)upstream["failures"]!, (int)upstream["inFlight"]!, (string?)upstream["breaker"]));
            Assert.Equal(0.5, (double)upstream["share"]!);
            Assert.InRange((double)upstream["score"]!, 0, 1_000);
            // Each of the three is rounded to a tenth.
            Assert.Equal(1_000, (double)upstream["score"]! + (double)upstream["latencyPenalty"]! + (double)upstream["errorPenalty"]!, 0.2);
            Assert.True((double)upstream["latencyMs"]! > 0);
            Assert.Equal(0, (double)upstream["errorRate"]!);
        });
    }

    [Fact]
    public async Task Upstream_that_fails_shows_failures_rate_and_penalty()
    {
        await using var alpha = await Backend.StartAsync("alpha", Backend.Status(503));
        await using var beta = await Backend.StartAsync("beta");
        await using var proxy = await RunningProxy.StartAsync([alpha, beta]);
        for (var i = 0; i < 4; i++)
        {
            await proxy.Client.GetStringAsync("/");
        }

        var failing = await proxy.UpstreamAsync("alpha");

        Assert.Equal((2, 2), ((long)failing["requests"]!, (long)failing["failures"]!));
        Assert.True((double)failing["errorRate"]! > 0);
        Assert.True((double)failing["errorPenalty"]! > 0);
    }

    [Fact]
    public async Task Request_is_in_flight_until_its_headers_arrive()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var alpha = await Backend.StartAsync("alpha", async context =>
        {
            arrived.SetResult();
            await go.Task;
        });
        await using var proxy = await RunningProxy.StartAsync([alpha]);

        var request = proxy.Client.GetAsync("/");
        await arrived.Task.WaitAsync(RunningProxy.Patience);
        Assert.Equal(1, (int?)(await proxy.UpstreamAsync("alpha"))["inFlight"]);

        go.SetResult();
        using var response = await request;
        Assert.Equal(0, (int?)(await proxy.UpstreamAsync("alpha"))["inFlight"]);
    }

    [Fact]
    public async Task Upstream_found_by_service_discovery_keeps_the_name_of_the_configuration()
    {
        await using var first = await Backend.StartAsync("first");
        await using var second = await Backend.StartAsync("second");
        await using var proxy = await RunningProxy.StartAsync(
        [
            .. RunningProxy.PoolOf("upstreams", [("alpha", new("http://anything"))]),
            ("Services:anything:http:0", first.Address.ToString()),
            ("Services:anything:http:1", second.Address.ToString()),
        ]);

        Assert.Equal(first.Address.GetLeftPart(UriPartial.Authority), (string?)(await proxy.UpstreamAsync("alpha"))["address"]);
        Assert.Equal(second.Address.GetLeftPart(UriPartial.Authority), (string?)(await proxy.UpstreamAsync("alpha#1"))["address"]);
        string[] answers = [await proxy.Client.GetStringAsync("/"), await proxy.Client.GetStringAsync("/")];
        Assert.Equal(["first", "second"], answers.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Clusters_of_any_number_are_all_in_the_document()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var proxy = await RunningProxy.StartAsync(
        [
            .. RunningProxy.PoolOf("one", [("alpha", alpha.Address)], "/one/{**path}"),
            .. RunningProxy.PoolOf("two", [("alpha", alpha.Address), ("spare", alpha.Address)], "/two/{**path}"),
            ("ReverseProxy:Clusters:two:LoadBalancingPolicy", "Adaptive"),
        ]);

        var document = await proxy.JsonAsync("/_conduit/upstreams");

        Assert.Equal("RoundRobin, Adaptive", (string?)document["policy"]);
        Assert.Equal(["one alpha", "two alpha", "two spare"], document["upstreams"]!.AsArray().Select(upstream => $"{upstream!["cluster"]} {upstream["id"]}"));
    }

    [Theory]
    [InlineData("/_conduit")]
    [InlineData("/_conduit/nonsense")]
    [InlineData("/_conduit/upstreams/alpha/more")]
    public async Task Path_below_conduit_that_is_nothing_is_a_404_problem_that_says_what_there_is(string path)
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var proxy = await RunningProxy.StartAsync([alpha]);

        using var response = await proxy.Client.GetAsync(path);

        var problem = await RunningProxy.ProblemAsync(response, System.Net.HttpStatusCode.NotFound);
        Assert.Contains("/_conduit/upstreams", (string?)problem["detail"], StringComparison.Ordinal);
        Assert.Equal(0, alpha.Requests);
    }
}
