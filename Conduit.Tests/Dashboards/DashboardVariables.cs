namespace Conduit.Tests.Dashboards;

/// <summary>What Grafana puts in place of a dashboard's variables: everything selected, a scrape each second, a minute shown.</summary>
internal static class DashboardVariables
{
    private static readonly (string Name, string Value)[] All =
    [
        ("$__rate_interval", "4s"),
        ("$__range", "1m"),
        ("$job", ".*"),
        ("$upstream", ".*"),
        ("$instance", ".*"),
        ("$scenario", ".*"),
    ];

    public static string Substitute(string expression)
        => All.Aggregate(expression, (text, variable) => text.Replace(variable.Name, variable.Value, StringComparison.Ordinal));
}
