using Conduit.LiveView.State;
using static Conduit.Tests.LiveView.Messages;

namespace Conduit.Tests.LiveView;

public sealed class LatencyWindowTests
{
    private readonly LatencyWindow _window = new(TimeSpan.FromSeconds(5));

    [Fact]
    public void Percentiles_of_a_first_reading_are_unknown()
    {
        _window.Add(Latency(0, Counts("alpha", 100, 100, 100, 100)));

        Assert.Null(_window.All().P50);
    }

    [Fact]
    public void Percentiles_of_two_readings_are_of_what_lies_between()
    {
        _window.Add(Latency(0, Counts("alpha", 1000, 1000, 1000, 1000), Counts("beta", 0, 0, 0, 0)));
        _window.Add(Latency(0.5, Counts("alpha", 1000, 1010, 1010, 1010), Counts("beta", 30, 30, 30, 30)));

        Assert.Equal(15, _window.Of("upstreams", "alpha").P50);
        Assert.Equal(5, _window.Of("upstreams", "beta").P50);
        Assert.Equal(10 * (20.0 / 30), _window.All().P50!.Value, 9);
    }

    [Fact]
    public void Percentiles_after_the_window_has_passed_forget_what_was_before()
    {
        _window.Add(Latency(0, Counts("alpha", 0, 0, 0, 0)));
        _window.Add(Latency(1, Counts("alpha", 0, 0, 100, 100)));
        for (var second = 2; second <= 8; second++)
        {
            _window.Add(Latency(second, Counts("alpha", 10 * (second - 1), 10 * (second - 1), 100 + (10 * (second - 1)), 100 + (10 * (second - 1)))));
        }

        Assert.True(_window.All().P99 <= 10, $"{_window.All().P99}");
    }

    [Fact]
    public void Counter_that_fell_belongs_to_another_proxy_and_begins_anew()
    {
        _window.Add(Latency(0, Counts("alpha", 500, 500, 500, 500)));
        _window.Add(Latency(0.5, Counts("alpha", 600, 600, 600, 600)));
        _window.Add(Latency(1, Counts("alpha", 3, 3, 3, 3)));

        Assert.Null(_window.All().P50);
        _window.Add(Latency(1.5, Counts("alpha", 3, 13, 13, 13)));
        Assert.Equal(15, _window.All().P50);
    }

    [Fact]
    public void Upstream_that_joined_counts_from_nothing()
    {
        _window.Add(Latency(0, Counts("alpha", 0, 0, 0, 0)));
        _window.Add(Latency(0.5, Counts("alpha", 0, 0, 0, 0), Counts("gamma", 0, 20, 20, 20)));

        Assert.Equal(15, _window.Of("upstreams", "gamma").P50);
    }
}
