using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Virtual;

/// <summary>The upstreams a virtual run models.</summary>
internal static class LabUpstreams
{
    /// <summary>The lab's pair.</summary>
    public static IReadOnlyList<string> Names { get; } = ["alpha", "beta"];

    /// <summary>Those of the scenario; where it describes none, the lab's pair and whatever else it speaks of, each as the lab's own.</summary>
    public static IReadOnlyList<UpstreamModel> Of(Scenario scenario) => scenario.Upstreams.Count > 0
        ? scenario.Upstreams
        : [.. Names.Union(scenario.UpstreamNames, StringComparer.Ordinal).Select(name => new UpstreamModel { Name = name })];
}
