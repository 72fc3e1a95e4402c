namespace Conduit.Routing;

/// <summary>Names of <see cref="DecisionReason"/> and <see cref="BreakerState"/> in traces and metrics.</summary>
public static class DecisionReasons
{
    private static readonly string[] Names = ["score", "explore", "probe", "failover", "hedge", "panic", "policy"];
    private static readonly string[] StateNames = ["closed", "open", "half-open", "isolated"];

    /// <summary>Its name in traces and metrics.</summary>
    /// <param name="reason">The reason.</param>
    public static string Name(this DecisionReason reason) => Names[(int)reason];

    /// <summary>Its name in traces and metrics.</summary>
    /// <param name="state">The state.</param>
    public static string Name(this BreakerState state) => StateNames[(int)state];
}
