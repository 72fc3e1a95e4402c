using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Conduit.LiveView.Apis;
using Conduit.LiveView.Commands;
using Conduit.ProxyBench.Processes;
using static Conduit.Tests.LiveView.Messages;

namespace Conduit.Tests.LiveView;

/// <summary>What the buttons send, to a real upstream.</summary>
public sealed class LabCommandsTests : IAsyncLifetime
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:1");

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly int _port = FreePort.Next(1_000, 2_000);
    private Microsoft.AspNetCore.Builder.WebApplication _upstream = null!;
    private RunningLiveView _view = null!;

    private Uri Chaos => new($"http://localhost:{_port + 1_000}/chaos");

    public async ValueTask InitializeAsync()
    {
        _upstream = Conduit.Upstreams.UpstreamApp.Build([$"--urls=http://localhost:{_port}", "--Logging:LogLevel:Default=None"]);
        await _upstream.StartAsync();
        _view = await RunningLiveView.StartAsync(Nowhere);
        _view.State.Accept(Reading(0, Upstream("alpha") with { Address = $"http://localhost:{_port}" }));
        _view.State.Publish();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _view.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    public static TheoryData<string> Kinds => [.. UpstreamAction.All.Select(action => action.Kind)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Button_that_harms_sets_its_fault_for_half_a_minute_and_heal_clears_it(string kind)
    {
        var done = await _view.Commands.HarmAsync(UpstreamAction.All.Single(action => action.Kind == kind), "alpha");

        Assert.True(done.Done, done.Text);
        var fault = Assert.Single((await _client.GetFromJsonAsync<JsonNode>(Chaos))!["faults"]!.AsArray())!;
        Assert.Equal(kind, (string?)fault["kind"]);
        Assert.True(Conduit.Lab.DurationText.TryParse((string?)fault["for"], out var left) && left > TimeSpan.Zero && left <= TimeSpan.FromSeconds(30), (string?)fault["for"]);

        Assert.True((await _view.Commands.HealAsync("alpha")).Done);
        Assert.Empty((await _client.GetFromJsonAsync<JsonNode>(Chaos))!["faults"]!.AsArray());
    }

    [Fact]
    public async Task Command_for_what_nobody_knows_is_refused_and_sent_nowhere()
    {
        Assert.Equal(new CommandResult(false, "There is no upstream 'gamma'."), await _view.Commands.HealAsync("gamma"));
        Assert.Equal(new CommandResult(false, "There is no upstream '../x'."), await _view.Commands.IsolateAsync("../x", isolated: true));
        Assert.Equal(new CommandResult(false, "The simulator has no scenario 'x'."), await _view.Commands.StartAsync("x"));
    }

    [Fact]
    public async Task Command_to_a_service_that_is_gone_says_who_does_not_answer()
        => Assert.Equal(new CommandResult(false, "http://127.0.0.1:1 does not answer."), await _view.Commands.StopAsync());

    [Fact]
    public void Scenario_that_speaks_of_unknown_upstreams_does_not_fit()
    {
        var scenario = new ScenarioMessage("ten", 30, Upstreams: ["alpha", "kappa"]);

        Assert.False(scenario.Fits(["alpha", "beta"]));
        Assert.True(scenario.Fits(["alpha", "beta", "kappa"]));
    }
}
