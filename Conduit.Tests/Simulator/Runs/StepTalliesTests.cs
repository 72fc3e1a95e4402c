using Conduit.Routing;
using Conduit.Simulator.Load;
using Conduit.Simulator.Runs;
using FsCheck;
using FsCheck.Xunit;

namespace Conduit.Tests.Simulator.Runs;

/// <summary>A line of time loses no request and puts none in another's place, however they come.</summary>
[Properties(Replay = "20240608,1001", MaxTest = 60, QuietOnSuccess = true)]
public sealed class StepTalliesTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(1, 250)]
    [InlineData(30, 250)]
    [InlineData(45, 500)]
    [InlineData(60, 500)]
    [InlineData(61, 1_000)]
    [InlineData(600, 1_000)]
    [InlineData(601, 2_000)]
    [InlineData(3_600, 8_000)]
    [InlineData(86_400, 256_000)]
    public void Width_of_a_step_follows_the_run_in_powers_of_two(int seconds, int milliseconds)
        => Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), StepTallies.WidthFor(TimeSpan.FromSeconds(seconds)));

    [Property]
    public void Line_of_requests_in_any_order_has_each_in_the_step_of_its_intended_start(NonNegativeInt seed, PositiveInt count)
    {
        var requests = Requests(seed.Get, count.Get * 10, Minute);
        var line = Line(requests);

        Assert.Equal(TimeSpan.FromMilliseconds(500), line.Width);
        AssertHolds(line, requests);
    }

    [Property]
    public void Line_of_a_run_longer_than_it_was_told_grows_coarser_and_loses_nothing(NonNegativeInt seed, PositiveInt count)
    {
        var requests = Requests(seed.Get, count.Get * 10, TimeSpan.FromHours(5));
        var line = Line(requests);

        Assert.InRange(line.Steps.Count, 1, StepTallies.MostSteps);
        AssertHolds(line, requests);
    }

    [Property]
    public void Sum_of_lines_of_different_widths_is_the_line_of_all(NonNegativeInt seed, PositiveInt count)
    {
        var some = Requests(seed.Get, count.Get * 5, Minute);
        var others = Requests(seed.Get + 1, count.Get * 5, TimeSpan.FromHours(1));
        var sum = Line(some);
        sum.Add(Line(others));

        AssertHolds(sum, [.. some, .. others]);
    }

    [Property]
    public void Percentile_of_a_step_is_within_one_percent_of_the_exact_one(NonNegativeInt seed, PositiveInt count)
    {
        var requests = Requests(seed.Get, count.Get * 50, TimeSpan.FromMilliseconds(400));
        var step = Assert.Single(Line(requests).Steps);
        double[] sorted = [.. requests.Select(request => request.Latency.TotalMilliseconds).Order()];

        foreach (var percent in new[] { 50, 90, 99, 99.9 })
        {
            var exact = sorted[Math.Max(0, (int)Math.Ceiling(percent / 100 * sorted.Length) - 1)];
            Assert.InRange(step.Percentile(percent)!.Value, exact * 0.99, (exact * 1.01) + 0.001);
        }

        Assert.Equal(sorted[^1], step.Max!.Value, 0.001);
    }

    [Fact]
    public void Line_of_a_large_fleet_tells_apart_those_it_was_told_of_and_a_bounded_number_of_others()
    {
        var line = new StepTallies(Minute, ["ill"]);
        for (var i = 0; i < 10_000; i++)
        {
            line.Add(new Measurement(0, TimeSpan.Zero, TimeSpan.FromMilliseconds(1), new Answer(ClientOutcome.Success, $"node-{i}")));
        }

        line.Add(new Measurement(0, TimeSpan.Zero, TimeSpan.FromMilliseconds(1), new Answer(ClientOutcome.Success, "ill")));

        Assert.InRange(line.Upstreams.Count, 2, 100);
        Assert.Equal(1 / 10_001.0, line.Share(line.Steps[0], "ill"));
        Assert.Equal(1 / 10_001.0, line.Share(line.Steps[0], "node-0"));
    }

    private static StepTallies Line(IEnumerable<Measurement> requests)
    {
        var line = new StepTallies(Minute, ["alpha"]);
        foreach (var request in requests)
        {
            line.Add(request);
        }

        return line;
    }

    private static void AssertHolds(StepTallies line, Measurement[] requests)
    {
        Assert.Equal(requests.Length, line.Steps.Sum(step => step.Requests));
        for (var i = 0; i < line.Steps.Count; i++)
        {
            Measurement[] own = [.. requests.Where(request => (int)(request.At / line.Width) == i)];
            var step = line.Steps[i];
            Assert.Equal((own.Length, own.Count(request => request.Answer.Outcome.IsSuccess())), (step.Requests, step.Success));
            Assert.All(ClientOutcomes.All, outcome => Assert.Equal(own.Count(request => request.Answer.Outcome == outcome), step.Count(outcome)));
            Measurement[] routed = [.. own.Where(request => request.Answer.Upstream is not null)];
            Assert.Equal(routed.Length, step.Routed);
            Assert.Equal(own.Length == 0 ? null : own.Max(request => request.Latency).TotalMilliseconds, step.Max);
            Assert.All(line.Upstreams, name => Assert.Equal(
                routed.Length == 0 ? null : routed.Count(request => request.Answer.Upstream == name) / (double)routed.Length,
                line.Share(step, name)));
        }
    }

    private static Measurement[] Requests(int seed, int count, TimeSpan within)
    {
        string?[] upstreams = ["alpha", "beta", "gamma", null];
        var chance = new Chance((ulong)seed);
        return
        [
            .. Enumerable.Range(0, count).Select(i => new Measurement(
                0,
                within * chance.Unit((ulong)i),
                TimeSpan.FromMicroseconds(1 + chance.Below(3_000_000, (ulong)i, 1)),
                new Answer(ClientOutcomes.All[chance.Below(ClientOutcomes.All.Count, (ulong)i, 2)], upstreams[chance.Below(upstreams.Length, (ulong)i, 3)]))),
        ];
    }
}
