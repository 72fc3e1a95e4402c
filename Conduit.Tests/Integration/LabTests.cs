using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Conduit.Tests.Integration;

/// <summary>What the running lab does with real traffic.</summary>
[Collection(LabCollection.Name)]
[Trait("Category", "Integration")]
public sealed class LabTests(LabFixture fixture) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });

    private ILab Lab => fixture.Lab;

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("alpha", "control")]
    [InlineData("beta", "control")]
    [InlineData("proxy", "http")]
    public async Task Health_of_a_started_service_is_good(string service, string endpoint)
    {
        using var response = await _client.GetAsync(new Uri(Lab.Address(service, endpoint), "/health"));

        Assert.True(response.IsSuccessStatusCode, $"{service} answers {(int)response.StatusCode}");
    }

    [Fact]
    public async Task Traffic_of_200_requests_spreads_over_both_upstreams()
    {
        // A process that has just started, or stood still, is left alone for a while by requests that come one by one.
        await Until.TrueAsync(
            async () =>
            {
                var ofAlpha = 0;
                for (var number = 0; number < 200; number++)
                {
                    var answer = await _client.GetFromJsonAsync<JsonNode>(new Uri(Lab.Address("proxy"), $"/spread/{number}"));
                    var upstream = (string?)answer!["upstream"];
                    Assert.True(upstream is "alpha" or "beta", $"answered by {upstream}");
                    ofAlpha += upstream == "alpha" ? 1 : 0;
                }

                return ofAlpha is >= 20 and <= 180;
            },
            Patience,
            "200 requests spread over both");
    }

    [Fact]
    public async Task Traffic_while_alpha_is_slow_moves_to_beta_and_comes_back()
    {
        await using var traffic = new LabTraffic(Lab.Address("proxy"));
        await traffic.ShareAsync("alpha", share => share > 0.2, Patience, "alpha has its share while all is well");
        var chaos = new Uri(Lab.Address("alpha", "control"), "/chaos");

        using (var set = await _client.PutAsJsonAsync(chaos, new { faults = new[] { new { kind = "latency", add = "195ms", @for = "60s" } } }))
        {
            Assert.True(set.IsSuccessStatusCode, await set.Content.ReadAsStringAsync());
        }

        await traffic.ShareAsync("alpha", share => share <= 0.02, Patience, "alpha's share falls while it is slow");
        using (var clear = await _client.DeleteAsync(chaos))
        {
            Assert.True(clear.IsSuccessStatusCode);
        }

        await traffic.ShareAsync("alpha", share => share > 0.3, Patience, "alpha's share returns when it has healed");
        Assert.Empty(traffic.Failures);
    }

    [Fact]
    public async Task Upstream_killed_under_load_costs_no_GET_and_is_back_within_ten_seconds()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Finds the upstream's process in /proc.");
        await using var traffic = new LabTraffic(Lab.Address("proxy"));
        await traffic.ShareAsync("alpha", share => share > 0.2, Patience, "alpha has its share while all is well");
        var killed = Lab.ProcessId("alpha")!.Value;

        Process.GetProcessById(killed).Kill();

        await traffic.ShareAsync("alpha", share => share == 0, Patience, "nothing goes to a dead alpha");
        await Until.TrueAsync(() => Lab.ProcessId("alpha") is { } id && id != killed, Patience, "alpha is started again");
        await Until.TrueAsync(IsAlphaHealthyAsync, Patience, "alpha is healthy again");
        await traffic.ShareAsync("alpha", share => share > 0.3, TimeSpan.FromSeconds(10), "alpha takes traffic again");
        Assert.Empty(traffic.Failures);
    }

    private async Task<bool> IsAlphaHealthyAsync()
    {
        try
        {
            using var response = await _client.GetAsync(new Uri(Lab.Address("alpha", "control"), "/health"));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
