using Conduit.Routing;
using FsCheck.Xunit;

namespace Conduit.Tests.Routing.Properties;

/// <summary>Worse never looks better in a router's snapshot, after any history and for each upstream that is in use.</summary>
[Properties(Arbitrary = [typeof(Histories)], Replay = "20240609,1001", MaxTest = 100, EndSize = 100, QuietOnSuccess = true)]
public sealed class SnapshotMonotoneTests
{
    private const double Slack = 1e-6;
    private const double Synchronized = 200;

    [Property]
    public void Score_with_one_more_in_flight_never_rises(History history)
    {
        var player = new HistoryPlayer(history);
        Rest(player);
        for (var i = 0; i < player.Router.Upstreams.Count; i++)
        {
            var before = ScoreOf(player.Router, i);
            if (BeginAt(player, i) is not null)
            {
                AssertNotAbove(before, ScoreOf(player.Router, i), i);
            }
        }
    }

    [Property]
    public void Score_after_a_slower_answer_is_never_higher(History history)
    {
        for (var i = 0; i < history.Setup.Upstreams; i++)
        {
            AssertNotAbove(ScoreAfter(history, i, waits: 10, status: 200), ScoreAfter(history, i, waits: 90, status: 200), i);
        }
    }

    [Property]
    public void Score_after_a_failure_in_place_of_a_success_is_never_higher(History history)
    {
        for (var i = 0; i < history.Setup.Upstreams; i++)
        {
            AssertNotAbove(ScoreAfter(history, i, waits: 10, status: 200), ScoreAfter(history, i, waits: 10, status: 503), i);
        }
    }

    private static void AssertNotAbove(double better, double worse, int index)
        => Assert.False(worse > better + Slack, $"u{index} rose from {better} to {worse}");

    /// <summary>The score after one more request that waits its time and ends at the same moment whatever that is; NaN if the upstream is not in use then.</summary>
    private static double ScoreAfter(History history, int index, double waits, int status)
    {
        var player = new HistoryPlayer(history);
        var router = player.Router;
        Rest(player);
        player.Wait(100 - waits);
        var request = BeginAt(player, index);
        player.Wait(waits);
        if (request is null)
        {
            return double.NaN;
        }

        router.Feedback.HeadersArrived(request, 0, status);
        router.Feedback.Complete(request, 0, AttemptOutcomes.FromStatus(status));
        player.Wait(Synchronized);
        // What trips a breaker is taken off the account of the upstream or of its route.
        return request[0].Upstream.BreakerStateFor(request.Scope) == BreakerState.Closed ? ScoreOf(router, index) : double.NaN;
    }

    /// <summary>Nothing is under way: a mean age falls with each new request, and against it that of a peer without samples is measured.</summary>
    private static void Rest(HistoryPlayer player)
    {
        player.Settle();
        player.Wait(Synchronized);
        player.Router.Snapshot();
    }

    private static RoutedRequest? BeginAt(HistoryPlayer player, int index)
    {
        var router = player.Router;
        if (index >= router.Upstreams.Count || router.Upstreams[index].BreakerStateFor(router.Routes.Separates ? RouteTable.Rest : Health.Whole) != BreakerState.Closed)
        {
            return null;
        }

        var request = new RoutedRequest(router, "GET", BodyKind.None) { Among = [router.Upstreams[index]] };
        player.Watch.Coming(request);
        return router.TryBegin(request) ? request : null;
    }

    private static double ScoreOf(Router router, int index) => router.Snapshot().Upstreams[index].Score;
}
