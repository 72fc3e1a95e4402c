using System.Globalization;
using System.Text;
using Conduit.Routing;
using Conduit.Simulator.Reports;
using Conduit.Simulator.Virtual;
using Conduit.Simulator.Virtual.Proxies;

namespace Conduit.Simulator.Results;

/// <summary>The catalogue's table as Markdown; the same rows give the same text.</summary>
internal static class CatalogueTable
{
    /// <summary>How a fingerprint stands in the text.</summary>
    public static string FingerprintLine(string scenario, string fingerprint) => $"{scenario} {fingerprint}";

    public static string Write(IReadOnlyList<CatalogueRow> rows)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Every scenario under every policy

            Made by `make results`; a test fails when it is stale. Virtual time: the production router, breaker, failover, hedging and
            exploration in front of modelled upstreams, all policies on the same luck and with the same breaker, failover and hedging,
            so that they differ in choice alone. `Oracle` knows each upstream's true present state, which no proxy can; the others are
            measured against it. Means over seeds {string.Join(", ", CatalogueSeeds.Chosen)}; the two columns on the right are the same over seeds {string.Join(", ", CatalogueSeeds.Fresh)}, by which no
            default was chosen.

            Success and share in per cent, times in milliseconds. *share*: of the first faulty upstream during its fault; *shift* and
            *recovery*: from the fault's start until its traffic had left, from its end until it was back; *attempts*: per request, hedges
            included; *regret*: mean latency minus Oracle's, a failed request counting as the client's whole timeout.


            """);
        Summarise(text, rows);
        foreach (var row in rows)
        {
            Write(text, row);
        }

        text.Append("\n## Fingerprints\n\nWhat the test compares: each stands for a whole report.\n\n```\n");
        foreach (var row in rows)
        {
            text.Append(FingerprintLine(row.Scenario, row.Fingerprint)).Append('\n');
        }

        return text.Append("```\n").ToString();
    }

    private static void Summarise(StringBuilder text, IReadOnlyList<CatalogueRow> rows)
    {
        var ratios = rows.Select(row => (row.Scenario, Ratio: row.TailRatio(PolicyNames.Adaptive) ?? 1)).OrderBy(row => row.Ratio).ToList();
        var behind = rows.Where(row => Better(row, Column.All[0]).Any()).Select(row => row.Scenario).ToList();
        text.Append(CultureInfo.InvariantCulture, $"""
            **Adaptive**: best success rate, ties counted, in {rows.Count - behind.Count} of {rows.Count} scenarios{(behind.Count == 0 ? "" : $" (not in {string.Join(", ", behind)})")}.
            P99.9 against Oracle's: {ThreeDigits.Plain(ratios[ratios.Count / 2].Ratio)} times in the median scenario, {ThreeDigits.Plain(ratios[^1].Ratio)} times at most ({ratios[^1].Scenario}).

            """);
    }

    private static void Write(StringBuilder text, CatalogueRow row)
    {
        var of = row.Chosen.FaultyUpstream is { } upstream ? $" (share, shift, recovery: {upstream})" : "";
        text.Append(CultureInfo.InvariantCulture, $"\n## {row.Scenario}{of}\n\n");
        text.Append("| policy |").AppendJoin('|', Column.All.Select(column => $" {column.Title} ")).Append("| fresh success | fresh P99.9 |\n");
        text.Append("|---|").Append(string.Concat(Enumerable.Repeat("---:|", Column.All.Count + 2))).Append('\n');
        foreach (var policy in VirtualPolicies.All)
        {
            var (chosen, fresh) = (row.Of(policy), row.FreshOf(policy));
            text.Append(CultureInfo.InvariantCulture, $"| {(policy == PolicyNames.Adaptive ? $"**{policy}**" : policy)} |")
                .AppendJoin('|', Column.All.Select(column => $" {column.Of(chosen)} "))
                .Append(CultureInfo.InvariantCulture, $"| {ThreeDigits.Percent(fresh.SuccessRate)} | {ThreeDigits.Milliseconds(fresh.P999Ms)} |\n");
        }

        var losses = Column.All.Select(column => (column.Title, By: Better(row, column).ToList())).Where(loss => loss.By.Count > 0).ToList();
        if (losses.Count > 0)
        {
            text.Append("\nAdaptive is behind in ").AppendJoin("; ", losses.Select(loss => $"{loss.Title} ({string.Join(", ", loss.By)})")).Append(".\n");
        }
    }

    /// <summary>The policies of real proxies that are better than Adaptive in a column.</summary>
    private static IEnumerable<string> Better(CatalogueRow row, Column column)
    {
        ComparisonFigures adaptive = row.Of(PolicyNames.Adaptive);
        return VirtualPolicies.All.Where(policy => policy != OraclePolicy.Name && column.IsBetter(row.Of(policy), adaptive));
    }
}
