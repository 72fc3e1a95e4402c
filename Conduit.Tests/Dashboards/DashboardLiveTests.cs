using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Conduit.Tests.Architecture;
using Conduit.Tests.Integration;

namespace Conduit.Tests.Dashboards;

/// <summary>Dashboards rot when what they ask for is renamed or never there: here a real Prometheus is asked, about a real lab.</summary>
[Collection(LabCollection.Name)]
[Trait("Category", "Integration")]
public sealed class DashboardLiveTests
{
    /// <summary>Slow enough for the fault of the scenario to begin, on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Query_of_any_dashboard_returns_data_while_a_scenario_runs()
    {
        await using var lab = await Labs.StartAsync("grafana");
        using var prometheus = await PrometheusClient.OfAsync(lab);
        await StartScenarioAsync(lab, "brownout");
        var silent = (
            from file in Dashboard.FileNames
            from query in Dashboard.Read(file).Expressions
            select (Place: $"{file}: {query.Place}", query.Expression)).ToList();
        Assert.NotEmpty(silent);

        var began = TimeProvider.System.GetTimestamp();
        await Until.TrueAsync(
            async () =>
            {
                silent = await StillSilentAsync(prometheus, silent);
                return silent.Count == 0 || TimeProvider.System.GetElapsedTime(began) > Patience;
            },
            2 * Patience,
            "Prometheus answers");

        Findings.None(
            $"Every query of a dashboard returns a number at some time within {Patience.TotalSeconds} s of a scenario with a fault.",
            silent.Select(query => $"{query.Place}: {query.Expression}"));
    }

    private static async Task StartScenarioAsync(ILab lab, string scenario)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var started = await client.PostAsJsonAsync(new Uri(lab.Address("simulator"), "/runs"), new { scenario });
        Assert.True(started.StatusCode == HttpStatusCode.Accepted, await started.Content.ReadAsStringAsync());
    }

    private static async Task<List<(string Place, string Expression)>> StillSilentAsync(
        PrometheusClient prometheus, IEnumerable<(string Place, string Expression)> queries)
    {
        List<(string Place, string Expression)> silent = [];
        foreach (var query in queries)
        {
            // NaN, as of 0/0 without traffic, shows nothing.
            var series = await prometheus.SeriesAsync(DashboardVariables.Substitute(query.Expression));
            if (!series.Any(one => double.IsFinite(double.Parse((string)one!["value"]![1]!, CultureInfo.InvariantCulture))))
            {
                silent.Add(query);
            }
        }

        return silent;
    }
}
