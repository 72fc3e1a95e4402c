using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Conduit.Tests.Integration;

namespace Conduit.Tests.Dashboards;

/// <summary>
/// A lab through which one run of <c>all-down</c> has passed: load, faults, failovers, breakers, panic, errors and recovery,
/// all there is to see, in half a minute.
/// </summary>
public sealed class DarkLabFixture : IAsyncLifetime
{
    private const string Scenario = "all-down";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });

    internal ILab Lab { get; private set; } = null!;

    /// <summary>When the run began.</summary>
    internal DateTimeOffset Since { get; private set; }

    public async ValueTask InitializeAsync()
    {
        Lab = await Labs.StartAsync("grafana");
        Since = TimeProvider.System.GetUtcNow();
        var runs = new Uri(Lab.Address("simulator"), "/runs");
        using var started = await _client.PostAsJsonAsync(runs, new { scenario = Scenario });
        var answer = await started.Content.ReadAsStringAsync();
        Assert.True(started.StatusCode == HttpStatusCode.Accepted, answer);
        var id = (string)JsonNode.Parse(answer)!["id"]!;
        await Until.TrueAsync(
            async () => (await _client.GetFromJsonAsync<JsonArray>(runs))!.Single(run => (string)run!["id"]! == id)!["state"]!.ToString() != "running",
            Patience,
            $"the run of {Scenario} ends");
    }

    /// <summary>What a service shows at <c>/metrics</c>.</summary>
    internal async Task<string> ScrapeAsync(string service, string endpoint = "http", string accept = "text/plain")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Lab.Address(service, endpoint), "/metrics"));
        request.Headers.Accept.ParseAdd(accept);
        using var response = await _client.SendAsync(request);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (Lab is not null)
        {
            await Lab.DisposeAsync();
        }
    }
}
