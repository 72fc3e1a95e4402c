using Conduit.Tests.Upstreams;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Conduit.Tests.Proxy;

public sealed class TargetAddressesTests
{
    private const int Times = 4;

    [Theory]
    [InlineData("/")]
    [InlineData("/a%20b/%C3%BC;v=1")]
    [InlineData("/a%2Fb/c%2fd")]
    [InlineData("/a%252Fb")]
    [InlineData("/100%25?x=%2F")]
    [InlineData("//twice//")]
    [InlineData("/x?y=1")]
    [InlineData("/x?y=%C3%BC&z")]
    public async Task Target_asked_for_again_and_again_reaches_the_upstream_each_time_as_at_first(string target)
    {
        await using var alpha = await Backend.StartAsync("alpha", TellTargetAsync);
        await using var proxy = await RunningProxy.StartAsync([alpha]);

        var reached = await AskAsync(proxy, target, Times);

        Assert.All(reached, each => Assert.Equal(target, each));
    }

    [Theory]
    [InlineData("/public\\..\\admin%25", "/public%5C..%5Cadmin%25")]
    [InlineData("/public/%2e%2e/admin%25", "/admin%25")]
    [InlineData("/public/../admin%25", "/admin%25")]
    [InlineData("/public#/../%25", "/%25")]
    public async Task Path_that_could_be_read_in_two_ways_goes_on_as_its_route_was_matched(string target, string expected)
    {
        await using var alpha = await Backend.StartAsync("alpha", TellTargetAsync);
        await using var proxy = await RunningProxy.StartAsync([alpha]);

        using var connection = await RawConnection.OpenAsync(proxy.Address);
        await connection.AskAsync(target);

        await connection.ReadUntilAsync($"\r\n{expected}\r\n0\r\n\r\n").WaitAsync(RunningProxy.Patience);
    }

    [Fact]
    public async Task Path_longer_than_any_that_is_kept_reaches_the_upstream_whole()
    {
        await using var alpha = await Backend.StartAsync("alpha", TellTargetAsync);
        await using var proxy = await RunningProxy.StartAsync([alpha]);
        var target = "/" + new string('x', 1_000);

        var reached = await AskAsync(proxy, target, Times);

        Assert.All(reached, each => Assert.Equal(target, each));
    }

    [Fact]
    public async Task Path_with_and_without_a_query_in_turns_keeps_what_each_request_asked_for()
    {
        await using var alpha = await Backend.StartAsync("alpha", TellTargetAsync);
        await using var proxy = await RunningProxy.StartAsync([alpha]);

        for (var i = 0; i < Times; i++)
        {
            Assert.Equal(["/x"], await AskAsync(proxy, "/x", 1));
            Assert.Equal([$"/x?y={i}"], await AskAsync(proxy, $"/x?y={i}", 1));
        }
    }

    [Fact]
    public async Task Path_at_two_upstreams_goes_to_each_in_turn()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var beta = await Backend.StartAsync("beta");
        await using var proxy = await RunningProxy.StartAsync([alpha, beta]);

        var answers = await AskAsync(proxy, "/x", 3 * Times);

        Assert.Equal((3 * Times / 2, 3 * Times / 2), (answers.Count(answer => answer == "alpha"), answers.Count(answer => answer == "beta")));
    }

    [Fact]
    public async Task More_paths_than_are_kept_reach_the_upstream_each_as_asked()
    {
        await using var alpha = await Backend.StartAsync("alpha", TellTargetAsync);
        await using var proxy = await RunningProxy.StartAsync([alpha]);

        for (var i = 0; i < 1_000; i++)
        {
            Assert.All(await AskAsync(proxy, $"/{i}", 3), reached => Assert.Equal($"/{i}", reached));
        }
    }

    [Fact]
    public async Task Path_that_its_routes_transforms_change_is_changed_each_time()
    {
        await using var alpha = await Backend.StartAsync("alpha", TellTargetAsync);
        await using var proxy = await RunningProxy.StartAsync(
            [alpha],
            ("ReverseProxy:Routes:upstreams:Transforms:0:PathPrefix", "/v1"),
            ("ReverseProxy:Routes:upstreams:Transforms:1:QueryValueParameter", "key"),
            ("ReverseProxy:Routes:upstreams:Transforms:1:Set", "value"));

        var reached = await AskAsync(proxy, "/x", Times);

        Assert.All(reached, each => Assert.Equal("/v1/x?key=value", each));
    }

    private static Task TellTargetAsync(HttpContext context)
        => context.Response.WriteAsync(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);

    private static async Task<List<string>> AskAsync(RunningProxy proxy, string target, int times)
    {
        var answers = new List<string>();
        for (var i = 0; i < times; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(proxy.Address.GetLeftPart(UriPartial.Authority) + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
            using var response = await proxy.Client.SendAsync(request);
            answers.Add(await response.Content.ReadAsStringAsync());
        }

        return answers;
    }
}
