using Conduit.Proxy.Management;
using Conduit.Tests.Yarp;

namespace Conduit.Tests.Proxy.Management;

public sealed class ShareWindowTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    public async Task Share_of_an_upstream_that_a_reload_moved_is_of_what_was_sent_to_it_since(int afterwards)
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var beta = await Backend.StartAsync("beta");
        await using var moved = await Backend.StartAsync("moved");
        await using var yarp = await RunningYarp.StartAsync(Pool(alpha, beta));
        using var shares = new ShareWindow(yarp.Routers, TimeProvider.System);
        await AskAsync(yarp, 8);
        shares.Read();

        yarp.Reload(Pool(alpha, moved));
        shares.Read();
        await AskAsync(yarp, afterwards);
        shares.Read();

        Assert.Equal((0.5, 0.5), (shares.Of("upstreams", "alpha"), shares.Of("upstreams", "beta")));
    }

    private static IEnumerable<(string, string)> Pool(Backend alpha, Backend beta)
        => [.. RunningProxy.PoolOf("upstreams", [("alpha", alpha.Address), ("beta", beta.Address)]), ("Conduit:Routing:Hedging:BudgetPerRequest", "0")];

    private static async Task AskAsync(RunningYarp yarp, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await yarp.Client.GetStringAsync("/");
        }
    }
}
