using Conduit.Simulator.Load;
using Conduit.Simulator.Runs;
using Conduit.Tests.Simulator.Scenarios;

namespace Conduit.Tests.Simulator.Runs;

public sealed class MeasurementsTests
{
    private const string Text = """
        phases: [ { for: 30m, rate: 1 }, { for: 30m, rate: 1 } ]
        faults:
          - { at: 10m, for: 30m, on: alpha, kind: latency, add: 1ms }
          - { at: 20m, for: 1s, on: beta, kind: hang }
        """;

    [Fact]
    public void Add_in_an_hour_of_ten_times_the_requests_takes_no_more_memory()
    {
        var measurements = new Measurements(new RunPlan(ScenarioText.Good(Text)));
        Fill(measurements, requests: 20_000);
        _ = measurements.Read(view => view.Recent.Sum().Requests);

        // Of this thread alone: what other tests take at the same time does not count.
        var before = GC.GetAllocatedBytesForCurrentThread();
        Fill(measurements, requests: 200_000);
        var taken = GC.GetAllocatedBytesForCurrentThread() - before;

        // Nothing; but what a collection meanwhile takes back of this thread's open block counts as taken.
        Assert.InRange(taken, 0, 8 << 10);
        Assert.Equal(220_000, measurements.Read(view => view.Whole.Requests));
        Assert.All(measurements.Read(view => view.Faults.Select(fault => fault.Tally.Requests).ToList()), requests => Assert.NotEqual(0, requests));
    }

    [Fact]
    public void Read_of_the_last_seconds_takes_no_memory_that_grows_with_looking()
    {
        var measurements = new Measurements(new RunPlan(ScenarioText.Good(Text)));
        Fill(measurements, requests: 1_000);
        var first = measurements.Read(view => view.Recent.Sum().Requests);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var again = measurements.Read(static view => view.Recent.Sum().Requests);
        var taken = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(first, again);
        // A histogram would be some hundred thousand, for the large heap.
        Assert.InRange(taken, 0, 10_000);
    }

    private static void Fill(Measurements measurements, int requests)
    {
        var length = TimeSpan.FromHours(1);
        for (var i = 0; i < requests; i++)
        {
            var at = length * ((double)i / requests);
            var upstream = i % 3 == 0 ? "alpha" : "beta";
            var answer = new Answer((ClientOutcome)(i % ClientOutcomes.All.Count), upstream);
            measurements.Add(new Measurement(at < length / 2 ? 0 : 1, at, TimeSpan.FromMicroseconds(100 + (i % 50_000)), answer));
        }
    }
}
