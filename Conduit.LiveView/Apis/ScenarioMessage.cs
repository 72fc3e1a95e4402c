namespace Conduit.LiveView.Apis;

/// <summary>A scenario that the simulator can run, from its <c>GET /scenarios</c>.</summary>
public sealed record ScenarioMessage(string Name, double Seconds, string? Description = null, IReadOnlyList<string>? Upstreams = null)
{
    /// <summary>Whether a lab with these upstreams can run it.</summary>
    public bool Fits(IEnumerable<string> upstreams) => Upstreams is null || !Upstreams.Except(upstreams, StringComparer.Ordinal).Any();
}
