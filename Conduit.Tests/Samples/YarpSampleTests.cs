using System.Globalization;
using Conduit.Tests.Proxy;
using Conduit.Yarp;

namespace Conduit.Tests.Samples;

public sealed class YarpSampleTests
{
    [Fact]
    public async Task Sample_with_a_sick_destination_succeeds_all_the_same_and_knows_which_it_is()
    {
        await using var alpha = await Backend.StartAsync("alpha", Backend.Status(503));
        await using var beta = await Backend.StartAsync("beta");
        await using var sample = SampleProcess.Start(
            "YarpSample", "--urls=http://127.0.0.1:0", Destination(alpha), Destination(beta));
        using var client = new HttpClient { BaseAddress = await sample.AddressAsync(), Timeout = RunningProxy.Patience };

        var attempts = 0;
        for (var i = 0; i < 50; i++)
        {
            using var response = await client.GetAsync($"/orders/{i}");
            Assert.Equal("beta", await response.Content.ReadAsStringAsync());
            Assert.Equal("beta", Assert.Single(response.Headers.GetValues(DecisionHeaders.Upstream)));
            attempts += int.Parse(Assert.Single(response.Headers.GetValues(DecisionHeaders.Attempts)), CultureInfo.InvariantCulture);
        }

        Assert.Equal(attempts, alpha.Requests + beta.Requests);
        Assert.InRange(attempts, 50, 100);
        Assert.Contains("beta: score", await client.GetStringAsync("/upstreams"), StringComparison.Ordinal);
    }

    private static string Destination(Backend backend) => $"--ReverseProxy:Clusters:orders:Destinations:{backend.Name}:Address={backend.Address}";
}
