using System.Globalization;

namespace Conduit.Simulator.Runs.Target;

/// <summary>Reads the samples out of a Prometheus scrape; whatever it can't read it leaves out.</summary>
internal static class PrometheusText
{
    public static IEnumerable<PrometheusSample> Samples(string scrape)
    {
        foreach (var line in scrape.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line[0] != '#' && Sample(line) is { } sample)
            {
                yield return sample;
            }
        }
    }

    private static PrometheusSample? Sample(string line)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        var end = line.AsSpan().IndexOfAny('{', ' ');
        if (end <= 0)
        {
            return null;
        }

        var name = line[..end];
        if (line[end] == '{' && (end = Labels(line, end + 1, labels)) < 0)
        {
            return null;
        }

        // A timestamp or an exemplar may follow the value.
        var rest = line.AsSpan(end).Trim();
        var blank = rest.IndexOf(' ');
        return double.TryParse(blank < 0 ? rest : rest[..blank], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? new PrometheusSample(name, labels, value)
            : null;
    }

    /// <summary>Where the value begins, or -1.</summary>
    private static int Labels(string line, int at, Dictionary<string, string> labels)
    {
        while (at < line.Length && line[at] != '}')
        {
            var quote = line.IndexOf("=\"", at, StringComparison.Ordinal);
            if (quote < 0)
            {
                return -1;
            }

            var value = new System.Text.StringBuilder();
            var i = quote + 2;
            for (; i < line.Length && line[i] != '"'; i++)
            {
                if (line[i] == '\\' && i + 1 < line.Length)
                {
                    i++;
                    value.Append(line[i] == 'n' ? '\n' : line[i]);
                }
                else
                {
                    value.Append(line[i]);
                }
            }

            labels[line[at..quote].Trim()] = value.ToString();
            at = i + 1;
            if (at < line.Length && line[at] == ',')
            {
                at++;
            }
        }

        return at < line.Length ? at + 1 : -1;
    }
}

/// <summary>One line of a scrape.</summary>
internal sealed record PrometheusSample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);
