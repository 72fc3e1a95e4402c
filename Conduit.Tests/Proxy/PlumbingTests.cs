using Conduit.Tests.Integration;

namespace Conduit.Tests.Proxy;

public sealed class PlumbingTests
{
    private const int Requests = 200;

    [Fact]
    public async Task Request_that_nobody_traces_is_measured_by_no_instrument_but_Conduits_own()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var proxy = await RunningProxy.StartAsync([alpha]);
        var before = await SeriesAsync(proxy);

        for (var i = 0; i < Requests; i++)
        {
            using var response = await proxy.Client.GetAsync("/");
        }

        // A scrape is kept for a moment.
        var after = before;
        await Until.TrueAsync(
            async () => (after = await SeriesAsync(proxy)).Any(series => series.Key.StartsWith("conduit_requests_total", StringComparison.Ordinal) && series.Value >= Requests),
            RunningProxy.Patience, "the requests are counted");
        var risen = after.Where(series => series.Value - before.GetValueOrDefault(series.Key) >= Requests).Select(series => series.Key).ToList();
        // The runtime's are read when somebody asks for them.
        Assert.DoesNotContain(risen, series => !series.StartsWith("conduit_", StringComparison.Ordinal) && !series.StartsWith("dotnet_", StringComparison.Ordinal));
    }

    private static async Task<Dictionary<string, double>> SeriesAsync(RunningProxy proxy)
        => MetricsText.Samples(await proxy.Client.GetStringAsync("/metrics")).ToDictionary(sample => $"{sample.Name}{{{sample.Labels}}}", sample => sample.Value, StringComparer.Ordinal);
}
