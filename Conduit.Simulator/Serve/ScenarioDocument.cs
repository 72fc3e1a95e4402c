using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Serve;

/// <summary>A scenario that can be run by name, as <c>/scenarios</c> tells it.</summary>
/// <param name="Name">What <c>POST /runs</c> takes.</param>
/// <param name="Description">What it shows.</param>
/// <param name="Seconds">How long it lasts.</param>
/// <param name="Upstreams">Every upstream it speaks of; a lab without one of them cannot run it.</param>
internal sealed record ScenarioDocument(string Name, string Description, double Seconds, IReadOnlyList<string> Upstreams)
{
    public static ScenarioDocument Of(string name, Scenario scenario)
        => new(name, scenario.Description.ReplaceLineEndings(" ").Trim(), scenario.Length.TotalSeconds, [.. scenario.UpstreamNames]);
}
