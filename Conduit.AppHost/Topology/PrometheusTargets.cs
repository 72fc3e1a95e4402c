using System.Text.RegularExpressions;

namespace Conduit.AppHost.Topology;

/// <summary>Puts a lab's own scrape targets in place of the default ones that dashboards/prometheus is written with.</summary>
internal static partial class PrometheusTargets
{
    /// <param name="configuration">The text of prometheus.yml.</param>
    /// <param name="replacements">For each default target (<c>localhost:8080</c>) the one to scrape instead.</param>
    public static string Rewrite(string configuration, IReadOnlyDictionary<string, string> replacements)
        => Target().Replace(configuration, match => replacements.GetValueOrDefault(match.Value, match.Value));

    /// <summary>The default target of every service that is scraped.</summary>
    public static IEnumerable<(LabService Service, string Target)> Defaults
        => LabTopology.At(0).Services.Select(service => (service, $"localhost:{service.Management.Port}"));

    [GeneratedRegex(@"localhost:\d+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Target();
}
