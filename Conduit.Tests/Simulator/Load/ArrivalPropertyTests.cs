using Conduit.Simulator.Load;
using Conduit.Simulator.Scenarios.Model;
using FsCheck.Xunit;

namespace Conduit.Tests.Simulator.Load;

/// <summary>What holds of the arrivals of every load, whatever its phases: steady, ramps, bursts, swings and silence in any order.</summary>
[Properties(Arbitrary = [typeof(AnyLoad)], Replay = "20240609,1001", MaxTest = 200, QuietOnSuccess = true)]
public sealed class ArrivalPropertyTests
{
    [Property]
    public void Arrivals_of_any_load_are_in_order_and_each_in_its_phase(AnyLoad any, ulong seed)
    {
        var load = any.Scenario;
        var before = TimeSpan.Zero;
        var number = 0UL;
        foreach (var arrival in new ArrivalSchedule(load, seed).All())
        {
            var phase = load.Phases[arrival.Phase];
            Assert.Equal(number++, arrival.Number);
            Assert.InRange(arrival.At, before, phase.End - TimeSpan.FromTicks(1));
            Assert.InRange(arrival.At, phase.Start, phase.End);
            before = arrival.At;
        }
    }

    [Property]
    public void Arrivals_of_any_load_are_as_many_as_it_asks_for(AnyLoad any, ulong seed)
    {
        var load = any.Scenario;
        var arrivals = new ArrivalSchedule(load, seed).All().CountBy(arrival => arrival.Phase).ToDictionary();
        for (var index = 0; index < load.Phases.Count; index++)
        {
            var asked = new RateCurve(load.Phases[index], 1).Total;
            // A Poisson count strays by its root; six of them, and a little where it is small, is beyond chance.
            var most = load.Client.Arrivals == ArrivalProcess.Uniform ? 1 : 10 + (6 * Math.Sqrt(asked));
            Assert.InRange(arrivals.GetValueOrDefault(index), asked - most, asked + most);
        }
    }

    [Property]
    public void Arrivals_of_any_load_are_a_function_of_its_seed(AnyLoad any, ulong seed)
        => Assert.Equal(new ArrivalSchedule(any.Scenario, seed).All().Take(500), new ArrivalSchedule(any.Scenario, seed).All().Take(500));

    [Property]
    public void Arrivals_with_a_longer_future_are_the_same_until_then(AnyLoad any, ulong seed)
    {
        var load = any.Scenario;
        var longer = load with { Phases = [.. AnyLoad.InARow([.. load.Phases, load.Phases[0]])] };

        Assert.Equal(new ArrivalSchedule(load, seed).All(), new ArrivalSchedule(longer, seed).All().Where(arrival => arrival.Phase < load.Phases.Count));
    }
}
