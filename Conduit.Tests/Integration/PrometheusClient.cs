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
    {
        using var response = await _client.GetAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}");
        var answer = await response.Content.ReadFromJsonAsync<JsonNode>();
        Assert.True(response.IsSuccessStatusCode, $"{query}: {answer!["error"]}");
        return answer!["data"]!["result"]!.AsArray();
    }

    public void Dispose() => _client.Dispose();
}
