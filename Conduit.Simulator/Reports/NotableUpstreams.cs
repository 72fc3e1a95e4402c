namespace Conduit.Simulator.Reports;

/// <summary>Which of many upstreams a reader is shown.</summary>
internal static class NotableUpstreams
{
    /// <summary>More would push the rest off any screen.</summary>
    public const int Most = 24;

    /// <summary>All upstreams, or of too many those in trouble.</summary>
    public static IEnumerable<KeyValuePair<string, UpstreamReport>> Of(RunReport report)
    {
        if (report.Upstreams.Count <= Most)
        {
            return report.Upstreams;
        }

        var faulty = report.Faults.Select(fault => fault.On).ToHashSet(StringComparer.Ordinal);
        return report.Upstreams
            .OrderByDescending(upstream => faulty.Contains(upstream.Key))
            .ThenByDescending(upstream => upstream.Value.Failures)
            .ThenByDescending(upstream => upstream.Value.Attempts)
            .Take(Most);
    }
}
