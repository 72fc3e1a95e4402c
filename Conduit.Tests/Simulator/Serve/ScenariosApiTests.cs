using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Conduit.Tests.Simulator.Serve;

/// <summary><c>/scenarios</c> of the served simulator, and how many runs it is asked for.</summary>
public sealed class ScenariosApiTests : IAsyncLifetime
{
    private SmallLab _lab = null!;
    private RunningSimulator _simulator = null!;

    public async ValueTask InitializeAsync()
    {
        _lab = await SmallLab.StartAsync();
        _lab.Write("loop", "phases: [ { name: all-day, for: 1h, rate: 20 } ]");
        _lab.Write("ramp", """
            description: more and more
            phases: [ { name: low, for: 10s, rate: 20 }, { name: high, for: 20s, rate: 40 } ]
            faults: [ { at: 0s, for: 5s, on: alpha, kind: latency, add: 1ms } ]
            """);
        _lab.Write("broken", "phases: [ { fro: 1s } ]");
        _simulator = await RunningSimulator.StartAsync(_lab.Proxy.Address, _lab.Catalog);
    }

    public async ValueTask DisposeAsync()
    {
        await _simulator.DisposeAsync();
        await _lab.DisposeAsync();
    }

    [Fact]
    public async Task Scenario_without_mistakes_is_listed_with_what_a_picker_shows()
    {
        var scenarios = (await _simulator.Client.GetFromJsonAsync<JsonArray>("/scenarios"))!;

        Assert.Equal(["loop", "ramp"], scenarios.Select(scenario => (string?)scenario!["name"]));
        Assert.Equal(("more and more", 30.0, "alpha"), ((string?)scenarios[1]!["description"], (double?)scenarios[1]!["seconds"], (string?)scenarios[1]!["upstreams"]![0]));
    }

    [Fact]
    public async Task Runs_with_a_limit_are_the_newest_so_many()
    {
        await _simulator.LoopAsync();
        await _simulator.PostAsync("ramp");

        var newest = Assert.Single((await _simulator.Client.GetFromJsonAsync<JsonArray>("/runs?limit=1"))!);

        Assert.Equal("ramp", (string?)newest!["scenario"]);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("21")]
    [InlineData("many")]
    public async Task Runs_with_a_limit_out_of_range_are_refused_with_the_range(string limit)
    {
        using var response = await _simulator.Client.GetAsync($"/runs?limit={limit}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("allowed is 1 to 20", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
