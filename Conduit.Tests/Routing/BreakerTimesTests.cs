using Conduit.Routing;
using Conduit.Routing.Breaking;
using FsCheck.Xunit;

namespace Conduit.Tests.Routing;

public sealed class BreakerTimesTests
{
    private const long Second = 1_000_000;

    private static readonly BreakerTimes Defaults = new(new());

    [Property]
    public bool OpenFor_of_any_opening_doubles_up_to_its_cap_within_a_tenth(byte opens, byte outage, ushort draw)
    {
        var cap = outage >= 60 ? 30 : 2;
        var expected = Second * Math.Min(cap, 0.5 * Math.Pow(2, opens));
        var stays = Defaults.OpenFor(opens, outage * Second, draw / 65_536.0);
        return stays >= (0.9 * expected) - 1 && stays <= 1.1 * expected;
    }

    [Fact]
    public void OpenFor_over_many_draws_uses_all_of_its_jitter()
    {
        var stays = Enumerable.Range(0, 1_000).Select(i => Defaults.OpenFor(0, 0, new Chance(1).Unit((ulong)i))).ToList();

        Assert.InRange(stays.Min(), 450_000, 455_000);
        Assert.InRange(stays.Max(), 545_000, 550_000);
    }

    [Theory]
    [InlineData(9, 1.8, 2.2)]
    [InlineData(11, 0.45, 0.55)]
    public void Opening_after_a_time_closed_starts_small_again_if_that_was_long(int seconds, double least, double most)
    {
        var breaker = new Breaker(Defaults, new Chance(1));
        var now = Second;
        Assert.True(breaker.TryTrip(now));
        for (var failed = 0; failed < 3; now += 1_000)
        {
            failed += breaker.TryBeginTrial(now, 1, out _, out _) && breaker.OnTrialFailure(now, now) ? 1 : 0;
        }

        for (; !breaker.IsClosed; now += 1_000)
        {
            if (breaker.TryBeginTrial(now, 1, out _, out _))
            {
                breaker.OnSuccess(now, now);
            }
        }

        now += seconds * Second;
        Assert.True(breaker.TryTrip(now));
        var until = now;
        while (!breaker.TrialIsDue(until, out _))
        {
            until += 1_000;
        }

        Assert.InRange((double)(until - now) / Second, least, most + 0.001);
    }
}
