using System.Text.RegularExpressions;

namespace Conduit.Tests.Dashboards;

/// <summary>What scrapes of several services say about each metric.</summary>
internal sealed partial class Scrape
{
    private static readonly string[] HistogramEndings = ["_bucket", "_sum", "_count"];

    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _labels = new(StringComparer.Ordinal);

    /// <param name="texts">In Prometheus' text format.</param>
    public Scrape(IEnumerable<string> texts)
    {
        foreach (var line in texts.SelectMany(text => text.Split('\n')))
        {
            if (TypeLine().Match(line) is { Success: true } type)
            {
                _types[type.Groups["name"].Value] = type.Groups["type"].Value;
            }
            else if (SampleLine().Match(line) is { Success: true } sample)
            {
                LabelsOf(MetricOf(sample.Groups["name"].Value)).Add(string.Join(' ', LabelNames().Matches(sample.Groups["labels"].Value)
                    .Select(label => label.Groups["label"].Value)
                    .Where(label => label != "le")
                    .Order(StringComparer.Ordinal)));
            }
        }
    }

    public IEnumerable<string> Metrics => _types.Keys;

    /// <summary>Null where nothing of the name was scraped.</summary>
    public string? TypeOf(string metric) => _types.GetValueOrDefault(metric);

    /// <summary>Every set of label names that its series have, in order of the names, a bucket's bound left out.</summary>
    public HashSet<string> LabelsOf(string metric)
        => _labels.TryGetValue(metric, out var sets) ? sets : _labels[metric] = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The units that OpenMetrics texts state, by the metric's name without a counter's ending.</summary>
    public static Dictionary<string, string> Units(IEnumerable<string> texts) => texts
        .SelectMany(text => UnitLine().Matches(text))
        .DistinctBy(unit => unit.Groups["name"].Value)
        .ToDictionary(unit => unit.Groups["name"].Value, unit => unit.Groups["unit"].Value.Trim(), StringComparer.Ordinal);

    private string MetricOf(string series)
        => HistogramEndings.Where(ending => series.EndsWith(ending, StringComparison.Ordinal)).Select(ending => series[..^ending.Length])
            .FirstOrDefault(name => _types.GetValueOrDefault(name) == "histogram") ?? series;

    [GeneratedRegex(@"^# TYPE (?<name>\S+) (?<type>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"^# UNIT (?<name>\S+) (?<unit>\w+)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex UnitLine();

    [GeneratedRegex(@"^(?<name>[a-zA-Z_:][\w:]*)(\{(?<labels>[^}]*)\})? ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SampleLine();

    [GeneratedRegex("""(?<label>[a-zA-Z_]\w*)="[^"]*["]""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelNames();
}
