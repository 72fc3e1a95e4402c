using Conduit.Routing.Policies;

namespace Conduit.Routing;

/// <summary>The policies a pool can be routed by.</summary>
public static class PolicyNames
{
    /// <summary>The best score: measured latency, errors and load, with exploration. What Conduit is for.</summary>
    public const string Adaptive = nameof(Adaptive);

    /// <summary>The textbook version of a score: it herds.</summary>
    public const string Greedy = nameof(Greedy);

    /// <summary>Each in turn.</summary>
    public const string RoundRobin = nameof(RoundRobin);

    /// <summary>Any, with equal chance.</summary>
    public const string Random = nameof(Random);

    /// <summary>The fewest requests in flight.</summary>
    public const string LeastRequests = nameof(LeastRequests);

    /// <summary>The less loaded of two random ones.</summary>
    public const string PowerOfTwoChoices = nameof(PowerOfTwoChoices);

    /// <summary>The cheaper of two random ones by peak EWMA.</summary>
    public const string PeakEwma = nameof(PeakEwma);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Adaptive, Greedy, RoundRobin, Random, LeastRequests, PowerOfTwoChoices, PeakEwma];

    internal static RoutingPolicy Create(string name, RouterOptions options) => name switch
    {
        Adaptive => new AdaptivePolicy(),
        Greedy => new GreedyPolicy(options.Exploration.Epsilon),
        RoundRobin => new RoundRobinPolicy(),
        Random => new RandomPolicy(),
        LeastRequests => new LeastRequestsPolicy(),
        PowerOfTwoChoices => new PowerOfTwoChoicesPolicy(),
        PeakEwma => new PeakEwmaPolicy(),
        _ => throw new ArgumentException($"'{name}' is no policy; there are {string.Join(", ", All)}.", nameof(name)),
    };
}
