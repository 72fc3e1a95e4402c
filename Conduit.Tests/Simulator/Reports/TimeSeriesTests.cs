using Conduit.Simulator.Load;
using Conduit.Simulator.Reports.Series;
using Conduit.Tests.Simulator.Virtual;

namespace Conduit.Tests.Simulator.Reports;

public sealed class TimeSeriesTests
{
    [Theory]
    [InlineData("brownout")]
    [InlineData("all-down")]
    [InlineData("tour")]
    public void Series_of_a_run_adds_up_to_its_report(string name)
    {
        var (report, plan, series, _, _) = Stories.Run(name);

        Assert.Equal(report.Requests, series.Points.Sum(point => point.Requests));
        Assert.Equal(report.Success, series.Points.Sum(point => point.Success));
        Assert.Equal(report.Requests - report.Success, series.Points.Sum(point => point.Failures.Values.Sum()));
        Assert.Equal(report.LatencyMs.Max, series.Points.Max(point => point.Max));
        Assert.Equal((TimeSpan.Zero, plan.Length), (series.Points[0].From, series.Points[^1].To));
        Assert.All(series.Points.Zip(series.Points.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
        Assert.All(series.Points.Where(point => point.Shares is not null), point => Assert.Equal(1, point.Shares!.Values.Sum(), 1e-9));
    }

    [Theory]
    [InlineData("steady")]
    [InlineData("burst")]
    [InlineData("ramp")]
    [InlineData("diurnal")]
    public void Rate_that_was_intended_adds_up_to_what_the_scenario_asks_for(string name)
    {
        var scenario = VirtualRuns.Shipped(name);
        var intended = new IntendedRate(new RunPlan(scenario), rateFactor: 2);
        var third = scenario.Length / 3;

        var whole = intended.Between(TimeSpan.Zero, scenario.Length);

        Assert.Equal(new ArrivalSchedule(scenario, 1, 2).Expected, whole, 1e-6);
        Assert.Equal(whole, intended.Between(TimeSpan.Zero, third) + intended.Between(third, scenario.Length), 1e-6);
    }

    [Fact]
    public void Rate_that_was_intended_comes_again_in_every_round()
    {
        var scenario = VirtualRuns.Shipped("burst");
        var round = scenario.Length;
        var intended = new IntendedRate(new RunPlan(scenario, round * 2.5), rateFactor: 1);

        Assert.Equal(intended.Between(TimeSpan.Zero, round), intended.Between(round, round * 2), 1e-6);
        Assert.Equal(intended.Between(round / 4, round / 2), intended.Between(round * 2.25, round * 9), 1e-6);
    }

    [Fact]
    public void Series_of_a_run_that_was_cut_short_ends_where_it_ended()
    {
        var scenario = VirtualRuns.Shipped("steady");
        var series = TimeSeries.Of(new Conduit.Simulator.Runs.StepTallies(scenario.Length, []), new RunPlan(scenario), 1, TimeSpan.FromSeconds(1.1));

        Assert.Equal(TimeSpan.FromSeconds(1.1), series.Points[^1].To);
        Assert.All(series.Points, point => Assert.Equal((0, null, null), (point.Requests, point.P99, point.Shares)));
        Assert.Equal(400, series.Points[^1].PerSecond(series.Points[^1].Intended), 1e-3);
    }
}
