namespace Conduit.LiveView.Apis;

/// <summary>A run of the simulator, from its <c>GET /runs</c>.</summary>
public sealed record RunMessage(string Id, string Scenario, string State, double ElapsedSeconds, string? Phase = null, string? Problem = null)
{
    public bool IsRunning => State == "running";
}
