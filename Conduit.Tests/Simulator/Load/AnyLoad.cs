using Conduit.Simulator.Scenarios.Model;
using FsCheck;
using FsCheck.Fluent;

namespace Conduit.Tests.Simulator.Load;

/// <summary>A load of one to six phases: steady, ramps, bursts, swings and silence in any order.</summary>
public sealed class AnyLoad
{
    private readonly ArrivalProcess _process;

    private AnyLoad(ArrivalProcess process, IEnumerable<Phase> phases)
    {
        _process = process;
        Scenario = new Scenario { Name = "any", Client = new ClientModel { Arrivals = process }, Phases = [.. InARow(phases)] };
    }

    internal Scenario Scenario { get; }

    public static Arbitrary<AnyLoad> Loads() => Arb.From(
        from process in Gen.Elements(ArrivalProcess.Uniform, ArrivalProcess.Poisson)
        from phases in Gen.NonEmptyListOf(Phases)
        select new AnyLoad(process, phases.Take(6)));

    public override string ToString() => $"{_process}: {string.Join("; ", Scenario.Phases)}";

    /// <summary>The phases one after another.</summary>
    internal static IEnumerable<Phase> InARow(IEnumerable<Phase> phases)
    {
        var start = TimeSpan.Zero;
        foreach (var phase in phases)
        {
            yield return phase with { Start = start };
            start += phase.For;
        }
    }

    private static Gen<Phase> Phases =>
        from milliseconds in Gen.Choose(1, 5_000)
        from rate in Gen.Frequency((1, Gen.Constant(0)), (4, Gen.Choose(1, 1_000)))
        from shape in Gen.Choose(0, 2)
        from other in Gen.Choose(0, 1_000)
        from period in Gen.Choose(10, 3_000)
        select new Phase
        {
            Name = "any",
            Start = TimeSpan.Zero,
            For = TimeSpan.FromMilliseconds(milliseconds),
            Rate = rate,
            RampTo = shape == 1 ? other : null,
            Amplitude = shape == 2 ? Math.Min(rate, other) : 0,
            Period = TimeSpan.FromMilliseconds(period),
        };
}
