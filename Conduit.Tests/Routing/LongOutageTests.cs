using Conduit.Routing;
using Conduit.Routing.Breaking;

namespace Conduit.Tests.Routing;

public sealed class LongOutageTests
{
    private const long Second = 1_000_000;

    [Theory]
    [InlineData(0, 27, 33)]
    [InlineData(1, 1.8, 2.2)]
    public void Opening_after_a_minute_is_long_unless_a_trial_succeeds_now_and_then(int succeed, double least, double most)
    {
        var breaker = new Breaker(new BreakerTimes(new()), new Chance(1));
        var (now, longest, openedAt) = (Second, 0L, Second);
        Assert.True(breaker.TryTrip(now));
        var successes = succeed;
        for (var end = now + (180 * Second); now < end; now += 1_000)
        {
            if (!breaker.TryBeginTrial(now, lease: 1, out _, out var isFirst))
            {
                continue;
            }

            (longest, successes) = isFirst ? (Math.Max(longest, now - openedAt), succeed) : (longest, successes);
            if (successes-- > 0)
            {
                Assert.False(breaker.OnSuccess(now, now));
            }
            else
            {
                Assert.True(breaker.OnTrialFailure(now, now));
                openedAt = now;
            }
        }

        Assert.InRange((double)longest / Second, least, most);
    }
}
