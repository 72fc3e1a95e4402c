using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Conduit.Tests.Integration;

/// <summary>Asks the lab's Prometheus, as Grafana does.</summary>
internal sealed class PrometheusClient : IDisposable
{
    private readonly HttpClient _client;

    private PrometheusClient(HttpClient client) => _client = client;

    /// <summary>The test is skipped where the lab runs without a Prometheus.</summary>
    public static async Task<PrometheusClient> OfAsync(ILab lab)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = lab.Address("prometheus") };
        try
        {
            using var ready = await client.GetAsync("/-/ready");
        }
        catch (HttpRequestException)
        {
            Assert.Skip("This lab runs without Prometheus: it is not installed here and could not be fetched.");
        }

        return new PrometheusClient(client);
    }

    /// <summary>The one number a query gives; null while it gives nothing.</summary>
    public async Task<double?> ValueAsync(string query)
        => (await SeriesAsync(query)) is [var first, ..] ? double.Parse((string)first!["value"]![1]!, CultureInfo.InvariantCulture) : null;

    /// <summary>The series a query gives now; a query that Prometheus refuses fails the test with its reason.</summary>
    public async Task<JsonArray> SeriesAsync(string query)
        => (await AskAsync($"query?query={Uri.EscapeDataString(query)}", query))["result"]!.AsArray();

    /// <summary>
    /// All numbers a query gave at any second since then, as a dashboard would draw them. NaN, as of 0/0 without traffic,
    /// draws nothing.
    /// </summary>
    public async Task<IReadOnlyList<double>> DrawnAsync(string query, DateTimeOffset since)
    {
        var range = string.Create(CultureInfo.InvariantCulture, $"start={since.ToUnixTimeSeconds()}&end={TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}&step=1");
        var series = (await AskAsync($"query_range?query={Uri.EscapeDataString(query)}&{range}", query))["result"]!.AsArray();
        return series
            .SelectMany(one => one!["values"]!.AsArray())
            .Select(point => double.Parse((string)point![1]!, CultureInfo.InvariantCulture))
            .Where(double.IsFinite)
            .ToList();
    }

    /// <summary>Every rule that is loaded, with its health: <c>ok</c> once it has been evaluated without an error.</summary>
    public async Task<IReadOnlyList<(string Name, string Health)>> RulesAsync()
        => (await AskAsync("rules", "rules"))["groups"]!.AsArray()
            .SelectMany(group => group!["rules"]!.AsArray())
            .Select(rule => ((string)rule!["name"]!, (string)rule["health"]!))
            .ToList();

    public void Dispose() => _client.Dispose();

    private async Task<JsonNode> AskAsync(string path, string query)
    {
        using var response = await _client.GetAsync($"/api/v1/{path}");
        var answer = await response.Content.ReadFromJsonAsync<JsonNode>();
        Assert.True(response.IsSuccessStatusCode, $"{query}: {answer!["error"]}");
        return answer!["data"]!;
    }
}
