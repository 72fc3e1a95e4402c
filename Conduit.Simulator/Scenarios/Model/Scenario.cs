using Conduit.Lab;

namespace Conduit.Simulator.Scenarios.Model;

/// <summary>A scenario file after all its checks: what to send when, what to break when, and what to expect.</summary>
internal sealed record Scenario
{
    public required string Name { get; init; }

    public string Description { get; init; } = "";

    public ulong Seed { get; init; }

    /// <summary>The modelled upstreams; empty: the file names none, and whatever the proxy has will do.</summary>
    public IReadOnlyList<UpstreamModel> Upstreams { get; init; } = [];

    public ClientModel Client { get; init; } = new();

    public NetworkModel Network { get; init; } = new();

    /// <summary>Conduit options for a virtual run, as configuration keys and values.</summary>
    public IReadOnlyDictionary<string, string> Proxy { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public required IReadOnlyList<Phase> Phases { get; init; }

    public IReadOnlyList<TimedFault> Faults { get; init; } = [];

    public IReadOnlyList<RequestTemplate> Requests { get; init; } = [new()];

    public IReadOnlyList<Expectation> Expectations { get; init; } = [];

    public TimeSpan Length => Phases[^1].End;

    /// <summary>Every upstream the file speaks of by name.</summary>
    public IEnumerable<string> UpstreamNames
        => Upstreams.Select(upstream => upstream.Name)
            .Concat(Faults.Select(fault => fault.Fault.On!))
            .Concat(Expectations.Select(expectation => expectation.Upstream).OfType<string>())
            .Distinct(StringComparer.Ordinal);
}
