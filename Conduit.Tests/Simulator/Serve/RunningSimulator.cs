using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Conduit.Simulator.Scenarios;
using Conduit.Simulator.Serve;
using Conduit.Tests.Integration;
using Conduit.Tests.Proxy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Conduit.Tests.Simulator.Serve;

/// <summary>The served simulator on a free port, looping the scenario <c>loop</c> of a catalog.</summary>
internal sealed class RunningSimulator : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningSimulator(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = Address, Timeout = RunningProxy.Patience };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    /// <summary>Starts it; after a run the loop goes on at once unless the settings say otherwise.</summary>
    public static async Task<RunningSimulator> StartAsync(Uri target, ScenarioCatalog catalog, params string[] settings)
    {
        var app = SimulatorApp.Build(
        [
            "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None",
            $"--Conduit:Simulator:Target={target.GetLeftPart(UriPartial.Authority)}", "--Conduit:Simulator:Scenario=loop",
            "--Conduit:Simulator:Pause=01:00:00", "--Conduit:Simulator:ResumeAfter=00:00:00", .. settings,
        ], catalog);
        await app.StartAsync();
        return new RunningSimulator(app);
    }

    /// <summary>Asks for a run; the run as it was accepted.</summary>
    public async Task<JsonNode> PostAsync(string scenario, ulong? seed = null)
    {
        using var response = await Client.PostAsJsonAsync("/runs", seed is null ? new { scenario } : (object)new { scenario, seed });
        Assert.Equal(System.Net.HttpStatusCode.Accepted, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    /// <summary>The runs, newest first.</summary>
    public async Task<IReadOnlyList<JsonNode>> RunsAsync()
        => [.. (await Client.GetFromJsonAsync<JsonArray>("/runs"))!.Select(run => run!)];

    /// <summary>Waits until a run of a scenario, by default the loop's, is in this state; that run.</summary>
    public async Task<JsonNode> RunAsync(string state, string scenario = "loop")
    {
        JsonNode? found = null;
        await Until.TrueAsync(
            async () => (found = (await RunsAsync()).FirstOrDefault(run => (string?)run["scenario"] == scenario && (string?)run["state"] == state)) is not null,
            RunningProxy.Patience, $"a run of '{scenario}' is {state}");
        return found!;
    }

    /// <summary>Waits until the loop's run sends load; that run.</summary>
    public async Task<JsonNode> LoopAsync()
    {
        await Until.TrueAsync(
            async () => await RunsAsync() is [var run, ..] && (string?)run["scenario"] == "loop" && (string?)run["state"] == "running" && (double?)run["elapsedSeconds"] > 0,
            RunningProxy.Patience, "the loop runs");
        return (await RunsAsync())[0];
    }

    /// <summary>Ends it as a host does; what it does not end by itself in the time it grants fails the test.</summary>
    public async Task StopAsync()
    {
        await _app.StopAsync();
        Assert.True(_app.Services.GetServices<IHostedService>().OfType<LabRunner>().Single().ExecuteTask!.IsCompletedSuccessfully, "The loop did not end by itself.");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
