using System.Text;
using Conduit.AppHost.Topology;

namespace Conduit.AppHost.AspireHosting;

/// <summary>Buttons on an upstream in the dashboard: make it sick, make it well.</summary>
internal static class ChaosCommands
{
    private const string Path = "/chaos";

    public static void WithChaosCommands(this IResourceBuilder<ProjectResource> upstream)
    {
        upstream.WithFault("slow", "Slow down (+195 ms for 60 s)", "Timer", """{ "faults": [ { "kind": "latency", "add": "195ms", "jitter": "20ms", "for": "60s" } ] }""");
        upstream.WithFault("errors", "Fail (half of all with 503 for 60 s)", "ErrorCircle", """{ "faults": [ { "kind": "error", "status": "503", "probability": "0.5", "for": "60s" } ] }""");
        upstream.WithHttpCommand(Path, "Heal", LabEndpoint.Control, commandName: "heal", commandOptions: new HttpCommandOptions
        {
            Method = HttpMethod.Delete,
            IconName = "HeartPulse",
        });
    }

    private static void WithFault(this IResourceBuilder<ProjectResource> upstream, string name, string title, string icon, string faults)
        => upstream.WithHttpCommand(Path, title, LabEndpoint.Control, commandName: name, commandOptions: new HttpCommandOptions
        {
            Method = HttpMethod.Put,
            IconName = icon,
            PrepareRequest = context =>
            {
                context.Request.Content = new StringContent(faults, Encoding.UTF8, "application/json");
                return Task.CompletedTask;
            },
        });
}
