using Conduit.Routing;
using Conduit.Simulator.Virtual.Proxies;

namespace Conduit.Simulator.Virtual;

/// <summary>The policies a virtual run can be routed by.</summary>
internal static class VirtualPolicies
{
    /// <summary>Those of a real proxy, and the one that only a virtual one can have.</summary>
    public static IReadOnlyList<string> All { get; } = [.. PolicyNames.All, OraclePolicy.Name];

    /// <summary>A policy's proper name, in whatever case it is given; null if there is none such.</summary>
    public static string? Find(string name) => All.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>What to say of a name that is none.</summary>
    public static string Unknown(string option, string name) => $"{option} {name}: no such policy; there are {string.Join(", ", All)}";
}
