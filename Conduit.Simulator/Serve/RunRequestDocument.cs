namespace Conduit.Simulator.Serve;

/// <summary>The body of <c>POST /runs</c>.</summary>
/// <param name="Scenario">The name of a scenario that ships.</param>
/// <param name="Seed">Null: the scenario's own.</param>
internal sealed record RunRequestDocument(string? Scenario, ulong? Seed);
