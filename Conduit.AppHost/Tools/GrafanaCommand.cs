namespace Conduit.AppHost.Tools;

/// <summary>How to run an installed Grafana for the lab: provisioned, on loopback, admin/admin.</summary>
internal static class GrafanaCommand
{
    private const string PackagedHome = "/usr/share/grafana";

    public static IReadOnlyList<string> Arguments(string executable)
    {
        List<string> arguments = Path.GetFileName(executable) is "grafana" ? ["server"] : [];
        arguments.AddRange(["--homepath", Home(executable)]);
        return arguments;
    }

    public static IReadOnlyDictionary<string, string> Environment(string dashboards, string data, int port, string prometheusUrl)
        => new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["GF_SERVER_HTTP_ADDR"] = "127.0.0.1",
            ["GF_SERVER_HTTP_PORT"] = $"{port}",
            ["GF_SECURITY_ADMIN_USER"] = "admin",
            ["GF_SECURITY_ADMIN_PASSWORD"] = "admin",
            ["GF_PATHS_PROVISIONING"] = Path.Combine(dashboards, "provisioning"),
            ["GF_PATHS_DATA"] = data,
            ["GF_PATHS_LOGS"] = Path.Combine(data, "log"),
            ["GF_LOG_LEVEL"] = "warn",
            ["GF_ANALYTICS_REPORTING_ENABLED"] = "false",
            ["GF_ANALYTICS_CHECK_FOR_UPDATES"] = "false",
            ["GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES"] = "false",
            ["PROMETHEUS_URL"] = prometheusUrl,
        };

    // A package keeps the pages apart from the program; an unpacked archive keeps both in one folder.
    private static string Home(string executable)
    {
        var real = File.ResolveLinkTarget(executable, returnFinalTarget: true)?.FullName ?? executable;
        var unpacked = Path.GetDirectoryName(Path.GetDirectoryName(real)) ?? PackagedHome;
        return Directory.Exists(Path.Combine(unpacked, "public")) ? unpacked : PackagedHome;
    }
}
