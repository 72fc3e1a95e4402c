using System.Globalization;

namespace Conduit.Tests.Proxy;

/// <summary>Reads Prometheus' text format as far as tests need it.</summary>
internal static class MetricsText
{
    /// <summary>The sum of all samples of a name whose labels hold all these texts, such as <c>outcome="shed"</c>; null if there is none.</summary>
    public static double? Sum(string text, string name, params string[] labels)
    {
        var values = Samples(text)
            .Where(sample => sample.Name == name && Array.TrueForAll(labels, label => sample.Labels.Contains(label, StringComparison.Ordinal)))
            .Select(sample => sample.Value)
            .ToList();
        return values.Count == 0 ? null : values.Sum();
    }

    public static IEnumerable<(string Name, string Labels, double Value)> Samples(string text)
    {
        foreach (var line in text.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            var name = line[..line.AsSpan().IndexOfAny('{', ' ')];
            var end = line.LastIndexOf('}');
            var value = line[Math.Max(end + 1, name.Length)..].Trim().Split(' ')[0];
            yield return (name, end < 0 ? "" : line[(name.Length + 1)..end], double.Parse(value, CultureInfo.InvariantCulture));
        }
    }
}
