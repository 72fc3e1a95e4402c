namespace Conduit.LiveView.Apis;

/// <summary>A run of the simulator, from its <c>GET /runs</c>.</summary>
public sealed record RunMessage(string Id, string Scenario, string State, string? Phase, double ElapsedSeconds, string? Problem)
{
    public bool IsRunning => State == "running";
}
