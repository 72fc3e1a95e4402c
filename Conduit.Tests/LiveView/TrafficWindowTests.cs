using Conduit.LiveView.State;
using static Conduit.Tests.LiveView.Messages;

namespace Conduit.Tests.LiveView;

public sealed class TrafficWindowTests
{
    private readonly TrafficWindow _window = new();

    [Fact]
    public void Traffic_of_many_attempts_is_that_of_the_last_two_seconds()
    {
        _window.Add(Reading(0, Upstream("alpha", 0), Upstream("beta", 0)));
        _window.Add(Reading(3, Upstream("alpha", 1_000), Upstream("beta", 0)));
        _window.Add(Reading(5, Upstream("alpha", 1_050), Upstream("beta", 150, failures: 20)));

        var now = _window.Now();

        Assert.Equal((200, 100, 0.1), (now.Attempts, now.PerSecond, now.Failed));
        Assert.Equal((0.25, 0.75), (now.Shares[("upstreams", "alpha")], now.Shares[("upstreams", "beta")]));
    }

    [Fact]
    public void Traffic_of_few_attempts_is_that_of_up_to_ten_seconds()
    {
        for (var second = 0; second <= 20; second++)
        {
            _window.Add(Reading(second, Upstream("alpha", second)));
        }

        Assert.Equal((10, 1), (_window.Now().Attempts, _window.Now().PerSecond));
    }

    [Fact]
    public void Traffic_of_a_proxy_that_began_anew_counts_from_there()
    {
        _window.Add(Reading(0, Upstream("alpha", 900)));
        _window.Add(Reading(1, Upstream("alpha", 10)));
        Assert.Equal(0, _window.Now().Attempts);

        _window.Add(Reading(2, Upstream("alpha", 30)));
        Assert.Equal(20, _window.Now().Attempts);
    }
}
