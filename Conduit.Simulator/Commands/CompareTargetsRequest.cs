namespace Conduit.Simulator.Commands;

/// <summary>What the command line asks of a live comparison.</summary>
internal sealed record CompareTargetsRequest : LiveRequest
{
    public required ScenarioSource Source { get; init; }

    /// <summary>The targets by name, in the order of the rows.</summary>
    public required IReadOnlyList<KeyValuePair<string, Uri>> Targets { get; init; }
}
