using Conduit.Routing;
using FsCheck;
using FsCheck.Fluent;

namespace Conduit.Tests.Routing.Properties;

/// <summary>Random histories: calm ones, ones where everything fails at times, over any policy and options.</summary>
public static class Histories
{
    public static Arbitrary<History> OfAny()
    {
        var setups =
            from policy in Gen.Frequency((6, Gen.Constant(PolicyNames.Adaptive)), (4, Gen.Elements<string>([.. PolicyNames.All])))
            from upstreams in Gen.Choose(1, Setup.MostUpstreams)
            from number in Gen.Frequency((1, Gen.Constant(0)), (4, Gen.Choose(1, 1_000_000)))
            select new Setup(policy, upstreams, number);
        var histories =
            from setup in setups
            from trouble in Gen.Choose(0, 3)
            from steps in Gen.ListOf(Steps(trouble))
            select new History(setup, [.. steps]);
        return Arb.From(histories, history => history.Shrink());
    }

    private static Gen<HistoryStep> Steps(int trouble) => Gen.Frequency(
        (8, Of(StepKind.Begin, Gen.Choose(0, (2 * HistoryStep.Routes.Length) - 1))),
        (4, Of(StepKind.Wait, Gen.Frequency((5, Gen.Choose(1, 50)), (2, Gen.Choose(50, 1_500)), (1, Gen.Choose(1_500, 12_000))))),
        (7, Of(StepKind.Answer, Gen.Choose(0, 2 * trouble))),
        (1, Of(StepKind.Headers, Gen.Constant(0))),
        (1 + (2 * trouble), Of(StepKind.Fail, Gen.Choose(0, HistoryStep.Failures.Length - 1))),
        (3, Of(StepKind.Hedge, Gen.Constant(0))),
        (1, Of(StepKind.Abort, Gen.Constant(0))),
        (1, Of(StepKind.Limit, Gen.Choose(1, 40))),
        (1, Gen.Frequency((1, Of(StepKind.Isolate, Gen.Constant(0))), (2, Of(StepKind.Release, Gen.Constant(0))))),
        (1, Gen.Frequency((1, Of(StepKind.Update, Gen.Choose(0, 2))), (2, Of(StepKind.Begin, Gen.Constant(1))))));

    private static Gen<HistoryStep> Of(StepKind kind, Gen<int> value)
        => from which in Gen.Choose(0, 30)
           from amount in value
           select new HistoryStep(kind, which, amount);
}
