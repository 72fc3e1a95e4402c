using System.Text.RegularExpressions;
using Conduit.Tests.Architecture;

namespace Conduit.Tests.Dashboards;

/// <summary>What METRICS.md says.</summary>
internal static partial class MetricsDocument
{
    private static readonly string[] MetricColumns = ["metric", "type", "unit", "labels", "meaning", "worry when"];
    private static readonly IReadOnlyList<IReadOnlyList<string>> Rows = ReadRows();

    /// <summary>Every metric that it lists with a type.</summary>
    public static IReadOnlyList<DocumentedMetric> Metrics { get; } = Rows
        .Where(row => row.Count == MetricColumns.Length && row[0] != MetricColumns[0])
        .Select(row => new DocumentedMetric(Codes(row[0]).Single(), row[1], row[2], Codes(row[3]), row[4], row[5]))
        .ToList();

    /// <summary>The values it lists for a label, found by how the row begins, such as <c>`outcome` of a request</c>.</summary>
    public static IReadOnlyList<string> ValuesOf(string label) => Codes(Rows.Single(row => row.Count == 2 && row[0] == label)[1]);

    /// <summary>The names it gives to recorded series.</summary>
    public static IReadOnlyList<string> Recorded { get; } = Rows
        .Where(row => row.Count == 2)
        .SelectMany(row => Codes(row[0]))
        .Where(name => name.Contains(':', StringComparison.Ordinal))
        .ToList();

    private static List<IReadOnlyList<string>> ReadRows() => File.ReadLines(Repository.PathOf("METRICS.md"))
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
        .Select(line => (IReadOnlyList<string>)line.Trim().Trim('|').Split(" | ").Select(cell => cell.Trim()).ToList())
        .ToList();

    private static List<string> Codes(string cell) => Code().Matches(cell).Select(code => code.Groups["code"].Value).ToList();

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
