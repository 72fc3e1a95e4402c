namespace Conduit.Tests.Proxy.Management;

public sealed class OwnMetricsTests
{
    [Fact]
    public async Task Metrics_of_two_proxies_in_one_process_are_each_ones_own()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var one = await RunningProxy.StartAsync([alpha]);
        await using var other = await RunningProxy.StartAsync([alpha]);

        await one.Client.GetStringAsync("/");
        await one.Client.GetStringAsync("/");
        await other.Client.GetStringAsync("/");

        await one.MetricIsAsync(2, "conduit_requests_total", "outcome=\"success\"");
        await other.MetricIsAsync(1, "conduit_requests_total", "outcome=\"success\"");
        Assert.Equal(1, await other.MetricAsync("conduit_breaker_state", "upstream=\"alpha\"", "state=\"closed\""));
    }
}
