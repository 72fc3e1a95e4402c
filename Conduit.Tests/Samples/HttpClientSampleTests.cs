using Conduit.Tests.Proxy;

namespace Conduit.Tests.Samples;

public sealed class HttpClientSampleTests
{
    [Fact]
    public async Task Sample_without_arguments_succeeds_though_one_of_its_upstreams_is_sick()
    {
        await using var sample = SampleProcess.Start("HttpClientSample");

        Assert.Equal(0, await sample.ExitCodeAsync());

        Assert.Contains("100 of 100 requests succeeded", sample.Output, StringComparison.Ordinal);
        Assert.Contains("alpha: score", sample.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sample_with_addresses_asks_those()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var beta = await Backend.StartAsync("beta", Backend.Reset);
        await using var sample = SampleProcess.Start("HttpClientSample", alpha.Address.ToString(), beta.Address.ToString());

        Assert.Equal(0, await sample.ExitCodeAsync());

        Assert.Contains("100 of 100 requests succeeded", sample.Output, StringComparison.Ordinal);
        Assert.InRange(alpha.Requests, 100, 200);
    }
}
