using Conduit.LiveView.State;

namespace Conduit.Tests.LiveView;

public sealed class HistoryTests
{
    [Fact]
    public void History_of_a_day_holds_two_minutes()
    {
        var history = new History();
        for (var half = 0; half < 2 * 86_400; half++)
        {
            history.Add(Messages.Start.AddSeconds(half / 2.0), default, null);
        }

        Assert.Equal(241, history.Points.Count);
        Assert.Equal(172_800, history.Points[^1].Number);
    }

    [Fact]
    public void History_of_a_proxy_that_says_too_much_is_bounded_all_the_same()
    {
        var history = new History();
        for (var point = 0; point < 10_000; point++)
        {
            history.Add(Messages.Start, default, null);
        }

        Assert.Equal(600, history.Points.Count);
    }

    [Fact]
    public void Fault_that_came_and_went_is_a_band_until_the_charts_have_passed_it()
    {
        var bands = new FaultBands();

        bands.Note("alpha", ["latency"], Messages.Start);
        bands.Note("beta", [], Messages.Start.AddSeconds(1));
        bands.Note("alpha", ["latency", "error"], Messages.Start.AddSeconds(2));
        bands.Note("alpha", ["error"], Messages.Start.AddSeconds(3));

        Assert.Equal(
            [new("alpha", "latency", Messages.Start, Messages.Start.AddSeconds(3)), new("alpha", "error", Messages.Start.AddSeconds(2), null)],
            bands.Bands);
        bands.Note("alpha", ["error"], Messages.Start.AddSeconds(124));
        Assert.Equal(["error"], bands.Bands.Select(band => band.Kind));
    }

    [Fact]
    public void Decisions_of_a_busy_proxy_are_thinned_to_the_unusual_and_a_sample()
    {
        var log = new DecisionLog();

        log.Add([.. Enumerable.Range(0, 50).Select(number => Messages.Decision(100 - number, outcome: number is 7 or 30 ? "timeout" : "success"))]);

        Assert.Equal([100, 99, 93, 70], log.Newest.Select(decision => decision.Id));
        for (var batch = 0; batch < 100; batch++)
        {
            log.Add([Messages.Decision(1_000 + batch)]);
        }

        Assert.Equal(DecisionLog.Capacity, log.Newest.Count);
    }

    [Fact]
    public void Decisions_of_a_proxy_that_was_started_anew_stand_alone()
    {
        var log = new DecisionLog();
        log.Add([Messages.Decision(2), Messages.Decision(1)]);
        log.Add([Messages.Decision(9, outcome: "timeout")]);

        log.Add([Messages.Decision(3), Messages.Decision(2)]);
        log.Add([Messages.Decision(4)]);

        Assert.Equal([4, 3, 2], log.Newest.Select(decision => decision.Id));
    }
}
