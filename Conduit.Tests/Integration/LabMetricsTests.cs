namespace Conduit.Tests.Integration;

/// <summary>What a real Prometheus has scraped from the running lab.</summary>
[Collection(LabCollection.Name)]
[Trait("Category", "Integration")]
public sealed class LabMetricsTests(LabFixture fixture)
{
    private static readonly TimeSpan Scraped = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("""count(up{job="proxy"} == 1)""", 1)]
    [InlineData("""count(up{job="upstreams"} == 1)""", 2)]
    public async Task Target_of_the_lab_is_scraped_and_up(string query, double expected)
    {
        using var prometheus = await PrometheusClient.OfAsync(fixture.Lab);

        await Until.TrueAsync(async () => await prometheus.ValueAsync(query) == expected, Scraped, query);
    }

    [Fact]
    public async Task Request_through_the_proxy_is_counted_by_Prometheus()
    {
        using var prometheus = await PrometheusClient.OfAsync(fixture.Lab);
        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri(fixture.Lab.Address("proxy"), "/counted"));

        await Until.TrueAsync(
            async () => await prometheus.ValueAsync("""sum(conduit_requests_total{outcome="success"})""") > 0, Scraped, "the request's counter is above 0");
    }
}
