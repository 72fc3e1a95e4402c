using FsCheck.Xunit;

namespace Conduit.Tests.Routing.Properties;

/// <summary>
/// What holds whatever happens: <see cref="RouterWatch"/> and <see cref="BreakerWatch"/> say it of every decision and
/// transition, <see cref="HistoryPlayer"/> of every step. The cases are the same each time; without Replay they are
/// others, and a failure prints what to put there, with the shortest history found.
/// </summary>
[Properties(Arbitrary = [typeof(Histories)], Replay = "20240607,1001", MaxTest = 150, EndSize = 150, QuietOnSuccess = true)]
public sealed class RouterHistoryTests
{
    [Property]
    public void Router_whatever_happens_keeps_its_rules_and_comes_to_rest(History history)
    {
        var player = new HistoryPlayer(history);
        player.Settle();

        Assert.Equal(player.Watch.Decisions.Count, player.Watch.EndedCount);
        Assert.All(player.Router.Upstreams, upstream => Assert.Equal(0, upstream.InFlight));
    }

    [Property]
    public void Decisions_of_the_same_seed_and_history_repeat(History history)
        => Assert.Equal(new HistoryPlayer(history).Watch.Decisions, new HistoryPlayer(history).Watch.Decisions);

    [Property]
    public void Upstream_that_is_well_again_gets_traffic_while_safe_requests_come(History history)
        => new HealedTraffic(new HistoryPlayer(history), "GET").RunUntilAllIsWell();

    [Property]
    public void Upstream_that_is_well_again_gets_traffic_while_only_unsafe_requests_come(History history)
        => new HealedTraffic(new HistoryPlayer(history), "POST").RunUntilAllIsWell();
}
