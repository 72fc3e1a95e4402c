using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Conduit.Tests.Integration;
using Conduit.Tests.Proxy;

namespace Conduit.Tests.Simulator.Serve;

/// <summary><c>/lease</c> of the served simulator, by which a run from outside takes the lab over.</summary>
public sealed class LeaseApiTests : IAsyncLifetime
{
    private SmallLab _lab = null!;
    private RunningSimulator _simulator = null!;

    public async ValueTask InitializeAsync()
    {
        _lab = await SmallLab.StartAsync();
        _lab.Write("loop", """
            phases: [ { name: all-day, for: 1h, rate: 20 } ]
            faults: [ { at: 0s, for: 1h, on: alpha, kind: latency, add: 1ms } ]
            """);
        _simulator = await RunningSimulator.StartAsync(_lab.Proxy.Address, _lab.Catalog);
    }

    public async ValueTask DisposeAsync()
    {
        await _simulator.DisposeAsync();
        await _lab.DisposeAsync();
    }

    [Fact]
    public async Task Lease_pauses_the_loop_and_clears_its_faults_until_it_is_given_back()
    {
        var loop = await _simulator.LoopAsync();
        await Until.TrueAsync(async () => await _lab.Alpha.FaultsAsync() is not [], RunningProxy.Patience, "the loop has set its fault");

        using var taken = await TakeAsync("me", """{ "ttlSeconds": 60 }""");

        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        var lease = (await taken.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.Equal(("me", _lab.Proxy.Address.GetLeftPart(UriPartial.Authority)), ((string?)lease["holder"], (string?)lease["target"]));
        Assert.Empty(await _lab.Alpha.FaultsAsync());
        var interrupted = Assert.Single(await _simulator.RunsAsync());
        Assert.Equal(((string?)loop["id"], "cancelled"), ((string?)interrupted["id"], (string?)interrupted["state"]));

        using var renewed = await TakeAsync("me", """{ "ttlSeconds": 60 }""");
        using var other = await TakeAsync("other", """{ "ttlSeconds": 60 }""");
        using var posted = await _simulator.Client.PostAsJsonAsync("/runs", new { scenario = "loop" });
        Assert.Equal(HttpStatusCode.OK, renewed.StatusCode);
        Assert.Contains("'me'", (string?)(await RunningProxy.ProblemAsync(other, HttpStatusCode.Conflict))["detail"], StringComparison.Ordinal);
        Assert.Contains("'me'", (string?)(await RunningProxy.ProblemAsync(posted, HttpStatusCode.Conflict))["detail"], StringComparison.Ordinal);

        using var back = await _simulator.Client.DeleteAsync("/lease/me");
        using var again = await _simulator.Client.DeleteAsync("/lease/me");
        Assert.Equal(HttpStatusCode.NoContent, back.StatusCode);
        await RunningProxy.ProblemAsync(again, HttpStatusCode.NotFound);
        await _simulator.LoopAsync();
        Assert.Null((await _simulator.Client.GetFromJsonAsync<JsonNode>("/lease"))!["holder"]);
    }

    [Fact]
    public async Task Lease_of_a_holder_that_died_runs_out_and_the_loop_goes_on()
    {
        var loop = await _simulator.LoopAsync();
        using var taken = await TakeAsync("me", """{ "ttlSeconds": 1 }""");
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);

        var next = await _simulator.LoopAsync();

        Assert.NotEqual((string?)loop["id"], (string?)next["id"]);
    }

    [Theory]
    [InlineData("me", "{}", "ttlSeconds: missing")]
    [InlineData("me", """{ "ttlSeconds": 0.5 }""", "allowed is 1 to 60")]
    [InlineData("me", """{ "ttlSeconds": 61 }""", "allowed is 1 to 60")]
    [InlineData("me", "soon", "Not JSON of the form")]
    [InlineData("me%20too", """{ "ttlSeconds": 5 }""", "holder: allowed are")]
    public async Task Lease_asked_for_wrongly_is_a_400_problem_and_disturbs_nothing(string holder, string body, string message)
    {
        var loop = await _simulator.LoopAsync();

        using var refused = await TakeAsync(holder, body);

        Assert.Contains(message, (string?)(await RunningProxy.ProblemAsync(refused, HttpStatusCode.BadRequest))["detail"], StringComparison.Ordinal);
        Assert.Equal((string?)loop["id"], (string?)(await _simulator.LoopAsync())["id"]);
    }

    private Task<HttpResponseMessage> TakeAsync(string holder, string body)
        => _simulator.Client.PutAsync($"/lease/{holder}", new StringContent(body, Encoding.UTF8, "application/json"));
}
