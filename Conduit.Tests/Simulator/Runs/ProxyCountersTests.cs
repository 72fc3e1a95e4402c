using Conduit.Simulator.Runs;
using Conduit.Simulator.Runs.Target;

namespace Conduit.Tests.Simulator.Runs;

public sealed class ProxyCountersTests
{
    private const string Before = """
        # TYPE conduit_attempts_total counter
        conduit_attempts_total{cluster="upstreams",upstream="alpha",outcome="success"} 10 1700000000000
        conduit_attempts_total{cluster="upstreams",upstream="alpha",outcome="server-error"} 1
        # TYPE conduit_failovers_total counter
        conduit_failovers_total 1
        conduit_hedges_total 0
        """;

    private const string After = """
        conduit_attempts_total{cluster="upstreams",upstream="alpha",outcome="success"} 110
        conduit_attempts_total{cluster="upstreams",upstream="alpha",outcome="server-error"} 6
        conduit_attempts_total{cluster="upstreams",upstream="alpha",outcome="superseded"} 2
        conduit_attempts_total{cluster="upstreams",upstream="beta",outcome="client-error"} 50
        conduit_failovers_total 6
        conduit_hedges_total 2
        """;

    [Fact]
    public void Since_an_earlier_scrape_counts_what_happened_in_between()
    {
        var counts = Read(After).Since(Read(Before))!;

        Assert.Equal((157, 5, 2), (counts.Attempts, counts.Failovers, counts.Hedges));
        Assert.Equal(new UpstreamCounts(107, 5), counts.Upstreams["alpha"]);
        Assert.Equal(new UpstreamCounts(50, 0), counts.Upstreams["beta"]);
    }

    [Fact]
    public void Since_a_proxy_began_anew_is_unknown() => Assert.Null(Read(Before).Since(Read(After)));

    [Fact]
    public void Read_of_another_programs_scrape_gives_nothing()
        => Assert.Null(ProxyCounters.Read("http_requests_total 5\nup 1\n"));

    [Theory]
    [InlineData("a 1", "a", "", 1)]
    [InlineData("a{} 1e3", "a", "", 1_000)]
    [InlineData("a{x=\"1\",y=\"q\\\"\\\\\\n}\"} 2 # {trace=\"t\"} 1", "a", "x=1;y=q\"\\\n}", 2)]
    [InlineData("a{x=\"1\", y=\"2\",} 4", "a", "x=1;y=2", 4)]
    public void Sample_in_any_legal_form_is_read(string line, string name, string labels, double value)
    {
        var sample = Assert.Single(PrometheusText.Samples(line));

        Assert.Equal((name, value), (sample.Name, sample.Value));
        Assert.Equal(labels, string.Join(';', sample.Labels.Select(label => $"{label.Key}={label.Value}")));
    }

    [Theory]
    [InlineData("a{x=\"1\" 2")]
    [InlineData("a{x} 2")]
    [InlineData("a")]
    [InlineData("a one")]
    [InlineData("<html>")]
    public void Sample_that_is_broken_is_left_out(string line) => Assert.Empty(PrometheusText.Samples(line));

    private static ProxyCounters Read(string scrape) => ProxyCounters.Read(scrape)!;
}
