using Conduit.Simulator.Scenarios.Model;
using Conduit.Simulator.Virtual.Proxies;

namespace Conduit.Simulator.Virtual;

/// <summary>What a virtual run decides by. Immutable; made by <see cref="TryCreate"/>, which checks it.</summary>
internal sealed class VirtualRunOptions
{
    private readonly Scenario _scenario;
    private readonly bool _bare;

    private VirtualRunOptions(Scenario scenario, string policy, bool bare)
    {
        _scenario = scenario;
        Policy = policy;
        _bare = bare;
    }

    /// <summary>One of <see cref="VirtualPolicies"/>.</summary>
    public string Policy { get; }

    /// <summary>Checks all that a virtual run takes from a scenario beyond what its reader has checked.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="policy">A policy's proper name.</param>
    /// <param name="bare">Without breaker, failover and hedging.</param>
    /// <param name="mistakes">Everything wrong, each with its key.</param>
    public static VirtualRunOptions? TryCreate(Scenario scenario, string policy, bool bare, out IReadOnlyList<string> mistakes)
        => VirtualProxyOptions.Read(scenario.Proxy, out mistakes) is null ? null : new VirtualRunOptions(scenario, policy, bare);

    /// <summary>Options for one proxy, its own to change.</summary>
    public VirtualProxyOptions Proxy()
    {
        var options = VirtualProxyOptions.Read(_scenario.Proxy, out _)!;
        if (_bare)
        {
            options.Bare();
        }

        return options;
    }
}
