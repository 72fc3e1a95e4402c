using Conduit.Routing;
using Conduit.ServiceDefaults;
using Conduit.Simulator.Load;
using Conduit.Simulator.Scenarios;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Conduit.Simulator.Serve;

/// <summary>How the served simulator is put together.</summary>
internal static class SimulatorApp
{
    private const int DefaultPort = 8090;

    private static readonly TimeSpan ControlTimeout = TimeSpan.FromSeconds(3);
    // Time to clear faults and let open requests end, and less than a host grants.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(4);

    public static WebApplication Build(string[] args, ScenarioCatalog catalog)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.AddServiceDefaults();
        var services = builder.Services;
        services.AddStrictOptions<SimulatorOptions>(builder.Configuration, SimulatorOptions.Section, SimulatorOptions.Check);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(catalog);
        services.AddSingleton(provider => new CommandAccess(
            Options(provider).RemoteCommands, $"{SimulatorOptions.Section}:{nameof(SimulatorOptions.RemoteCommands)}"));
        services.AddSingleton(provider => Loop(Options(provider), provider.GetRequiredService<ScenarioCatalog>()));
        services.AddSingleton(provider => new LabHold(provider.GetRequiredService<TimeProvider>(), Options(provider).ResumeAfter));
        services.AddSingleton<RunHistory>();
        services.AddSingleton<ClientMeter>();
        services.AddSingleton(_ => LoadClient.Create(ControlTimeout));
        services.AddHostedService<LabRunner>();
        services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        services.AddOwnMeters(cardinalityLimit: null, ClientMeter.Name);
        builder.ConfigureListener();

        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapRuns();
        app.MapScenarios();
        app.MapLease();
        return app;
    }

    private static void ConfigureListener(this WebApplicationBuilder builder)
    {
        var address = ServiceAddress.Of(builder.Configuration, DefaultPort);
        // Stated below; left in place, urls would only earn a warning that they are overridden.
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, "").UseSetting(WebHostDefaults.HttpPortsKey, "");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            address.Listen(kestrel, HttpProtocols.Http1);
        });
    }

    private static LoopScenario Loop(SimulatorOptions options, ScenarioCatalog catalog)
    {
        var file = catalog.Load(options.Scenario);
        return file.Scenario is { } scenario
            ? new LoopScenario(scenario, options.Pause)
            : throw new OptionsValidationException(
                SimulatorOptions.Section,
                typeof(SimulatorOptions),
                file.Problems.Select(problem => $"{SimulatorOptions.Section}:{nameof(SimulatorOptions.Scenario)} = {options.Scenario}: {problem}"));
    }

    private static SimulatorOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<SimulatorOptions>>().Value;
}
