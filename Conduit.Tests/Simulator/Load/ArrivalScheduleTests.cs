using System.Globalization;
using Conduit.Simulator.Load;
using Conduit.Tests.Simulator.Scenarios;

namespace Conduit.Tests.Simulator.Load;

public sealed class ArrivalScheduleTests
{
    private const string Mixed = """
        client: { arrivals: poisson }
        phases:
          - { for: 50s, rate: 200 }
          - { for: 50s, rate: 200, rampTo: 600 }
          - { for: 50s, rate: 0 }
          - { for: 50s, rate: 300, shape: sine, amplitude: 300, period: 10s }
        requests:
          - { weight: 8 }
          - { weight: 0, method: PUT }
          - { weight: 2, method: POST }
        """;

    [Fact]
    public void All_of_the_same_seed_is_the_same_load_and_of_another_seed_is_not()
    {
        Assert.Equal(Arrivals(Mixed, 7), Arrivals(Mixed, 7));
        Assert.NotEqual(Arrivals(Mixed, 7).Select(arrival => arrival.At), Arrivals(Mixed, 8).Select(arrival => arrival.At));
    }

    [Fact]
    public void All_of_a_scenario_is_numbered_in_order_and_lies_in_its_phase()
    {
        var scenario = ScenarioText.Good(Mixed);
        var arrivals = Arrivals(Mixed, 1);

        Assert.Equal(Enumerable.Range(0, arrivals.Count).Select(number => (ulong)number), arrivals.Select(arrival => arrival.Number));
        Assert.Equal(arrivals.Select(arrival => arrival.At).Order(), arrivals.Select(arrival => arrival.At));
        Assert.All(arrivals, arrival => Assert.InRange(arrival.At, scenario.Phases[arrival.Phase].Start, scenario.Phases[arrival.Phase].End - TimeSpan.FromTicks(1)));
    }

    [Fact]
    public void All_of_each_phase_is_as_many_as_its_rate_asks_for()
    {
        var counts = Arrivals(Mixed, 3).CountBy(arrival => arrival.Phase).ToDictionary();

        // Four standard deviations of a Poisson count either side.
        Assert.InRange(counts[0], 10_000 - 400, 10_000 + 400);
        Assert.InRange(counts[1], 20_000 - 570, 20_000 + 570);
        Assert.DoesNotContain(2, counts.Keys);
        Assert.InRange(counts[3], 15_000 - 490, 15_000 + 490);
    }

    [Fact]
    public void All_of_a_ramp_grows_along_it()
    {
        var ramp = Arrivals(Mixed, 3).Where(arrival => arrival.Phase == 1).Select(arrival => (arrival.At - TimeSpan.FromSeconds(50)).TotalSeconds).ToList();

        Assert.InRange(ramp.Count(second => second < 25) / (double)ramp.Count, 0.36, 0.39);
    }

    [Fact]
    public void Gaps_of_poisson_arrivals_vary_as_much_as_they_are_long()
    {
        var gaps = Gaps(Arrivals("client: { arrivals: poisson }\nphases: [ { for: 100s, rate: 200 } ]", 5));
        var mean = gaps.Average();

        Assert.Equal(0.005, mean, 0.0002);
        Assert.Equal(1, Math.Sqrt(gaps.Average(gap => (gap - mean) * (gap - mean))) / mean, 0.05);
    }

    [Fact]
    public void Gaps_of_uniform_arrivals_are_equal_across_phases_of_one_rate()
    {
        var arrivals = Arrivals("client: { arrivals: uniform }\nphases: [ { for: 2500ms, rate: 10 }, { for: 2500ms, rate: 10 } ]", 5);

        Assert.Equal(50, arrivals.Count);
        Assert.Equal(TimeSpan.Zero, arrivals[0].At);
        Assert.All(Gaps(arrivals), gap => Assert.Equal(0.1, gap, 1e-6));
    }

    [Fact]
    public void Requests_of_a_mix_come_by_their_weights()
    {
        var arrivals = Arrivals(Mixed, 9);

        Assert.DoesNotContain(arrivals, arrival => arrival.Request.Method == HttpMethod.Put);
        Assert.Equal(0.8, arrivals.Count(arrival => arrival.Request.Method == HttpMethod.Get) / (double)arrivals.Count, 0.01);
    }

    [Fact]
    public void Numbers_for_paths_are_uniform_from_1_to_1000()
    {
        var numbers = Arrivals(Mixed, 9).Select(arrival => int.Parse(arrival.Request.Path["/items/".Length..], CultureInfo.InvariantCulture)).ToList();

        Assert.Equal((1, 1000), (numbers.Min(), numbers.Max()));
        Assert.Equal(500.5, numbers.Average(), 6.0);
    }

    [Fact]
    public void Rate_factor_of_a_half_halves_the_load()
    {
        var scenario = ScenarioText.Good(Mixed);

        Assert.Equal(45_000, new ArrivalSchedule(scenario, 1).Expected, 1e-6);
        Assert.Equal(22_500, new ArrivalSchedule(scenario, 1, 0.5).Expected, 1e-6);
        Assert.InRange(new ArrivalSchedule(scenario, 1, 0.5).All().Count(), 22_500 - 600, 22_500 + 600);
    }

    [Fact]
    public void Rounds_follow_one_another_with_arrivals_of_their_own_until_the_length_has_passed()
    {
        var scenario = ScenarioText.Good("client: { arrivals: poisson }\nphases: [ { for: 2s, rate: 100 }, { for: 1s, rate: 300 } ]");
        List<Arrival> once = [.. new ArrivalSchedule(scenario, 5).All()];
        List<Arrival> rounds = [.. new ArrivalSchedule(new RunPlan(scenario, TimeSpan.FromSeconds(7)), 5, 1).All()];

        Assert.Equal(once, rounds.Take(once.Count));
        Assert.Equal(Enumerable.Range(0, rounds.Count).Select(number => (ulong)number), rounds.Select(arrival => arrival.Number));
        Assert.Equal(rounds.Select(arrival => arrival.At).Order(), rounds.Select(arrival => arrival.At));
        Assert.Equal([0, 1, 0, 1, 0], rounds.Where((arrival, index) => index == 0 || arrival.Phase != rounds[index - 1].Phase).Select(arrival => arrival.Phase));
        Assert.NotEqual(once.Select(arrival => arrival.At), rounds.Skip(once.Count).Take(once.Count).Select(arrival => arrival.At - TimeSpan.FromSeconds(3)));
        Assert.InRange(rounds[^1].At, TimeSpan.FromSeconds(6.8), TimeSpan.FromSeconds(7) - TimeSpan.FromTicks(1));
    }

    [Fact]
    public void Length_below_the_scenarios_cuts_its_load_and_changes_nothing_before()
    {
        var scenario = ScenarioText.Good(Mixed);

        Assert.Equal(
            new ArrivalSchedule(scenario, 5).All().TakeWhile(arrival => arrival.At < TimeSpan.FromSeconds(60)),
            new ArrivalSchedule(new RunPlan(scenario, TimeSpan.FromSeconds(60)), 5, 1).All());
    }

    private static List<Arrival> Arrivals(string text, ulong seed) => [.. new ArrivalSchedule(ScenarioText.Good(text), seed).All()];

    private static List<double> Gaps(IReadOnlyList<Arrival> arrivals)
        => [.. arrivals.Zip(arrivals.Skip(1), (one, next) => (next.At - one.At).TotalSeconds)];
}
