using System.Runtime.InteropServices;
using Conduit.AppHost.Topology;

namespace Conduit.AppHost.Processes;

/// <summary>The topology as processes on this machine.</summary>
internal sealed class LabResources(LabTopology topology, LabOptions options, LabFolders folders, LabConsole console)
{
    private readonly string _programs = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", ".."));
    private readonly string _configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    /// <summary>Everything that runs or would run, in the order in which it starts.</summary>
    public IReadOnlyList<ProcessResource> All()
    {
        var tools = new ToolResources(topology, options, folders, console);
        return
        [
            .. topology.Services
                .Where(service => options.Has(service.Name))
                .Select(Service),
            .. tools.Prometheus(),
            .. tools.Grafana(),
        ];
    }

    private ProcessResource Service(LabService service)
        => new(service.Name, service.Endpoints, new Uri(service.Management.Url + LabTopology.HealthPath), _ => Task.FromResult(Preparation.Of(Start(service))))
        {
            WaitsFor = service.WaitsFor,
        };

    private ProgramStart Start(LabService service)
    {
        var folder = Path.Combine(_programs, service.Project, _configuration);
        return new ProgramStart(Path.Combine(folder, service.Project), service.Arguments, folder) { Environment = EnvironmentOf(service) };
    }

    private Dictionary<string, string> EnvironmentOf(LabService service)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_URLS"] = service.Http.Url,
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["OTEL_SERVICE_NAME"] = service.Name,
            ["DOTNET_ROOT"] = RuntimeRoot(),
            ["CONDUIT_LIFELINE"] = "stdin",
            // The table tells where each listens.
            ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Warning",
            // One line a message, so that the name in front says whose it is.
            ["Logging__Console__FormatterName"] = "simple",
            ["Logging__Console__FormatterOptions__SingleLine"] = "true",
        };
        foreach (var reference in service.References)
        {
            environment[$"services__{reference}__{LabEndpoint.Http}__0"] = Find(reference).Http.Url;
        }

        foreach (var setting in service.Settings)
        {
            environment[setting.Key] = setting switch
            {
                LiteralSetting literal => literal.Value,
                AddressSetting address => Find(address.Resource).Endpoint(address.Endpoint).Url,
                _ => throw new InvalidOperationException($"The host does not know how to write {setting}."),
            };
        }

        return environment;
    }

    private LabService Find(string name)
        => topology.Services.First(service => string.Equals(service.Name, name, StringComparison.Ordinal));

    // The runtime that runs this host runs the services too, wherever it was installed: …/shared/Microsoft.NETCore.App/10.0.0/.
    private static string RuntimeRoot()
        => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
}
