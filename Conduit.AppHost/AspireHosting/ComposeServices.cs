using Aspire.Hosting.Docker.Resources.ComposeNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes;
using Conduit.AppHost.Topology;

namespace Conduit.AppHost.AspireHosting;

/// <summary>What a published service needs that Aspire does not write by itself: health, restarts, loopback ports.</summary>
internal static class ComposeServices
{
    public static void Harden(Service compose, LabService service)
    {
        compose.Restart = "unless-stopped";
        compose.Healthcheck = new Healthcheck
        {
            // The images have bash and nothing that speaks HTTP.
            Test =
            [
                "CMD", "bash", "-c",
                $"exec 3<>/dev/tcp/localhost/{service.Management.Port} && printf 'GET {LabTopology.HealthPath} HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'",
            ],
            Interval = "2s",
            Timeout = "2s",
            Retries = 15,
            StartPeriod = "5s",
        };
        foreach (var dependency in compose.DependsOn.Values)
        {
            dependency.Condition = "service_healthy";
        }

        // What people use from outside; the rest is for the other containers.
        compose.Expose.Clear();
        compose.Ports = service.Endpoints.Select(endpoint => Loopback(endpoint.Port, endpoint.Port)).ToList();
    }

    /// <summary>Publishes a port on the loopback interface alone.</summary>
    public static string Loopback(int port, int containerPort) => $"127.0.0.1:{port}:{containerPort}";
}
