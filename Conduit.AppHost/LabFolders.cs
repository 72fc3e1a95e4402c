namespace Conduit.AppHost;

/// <summary>Where the lab finds and keeps its files: all of it inside the repository, in folders that git ignores.</summary>
internal sealed class LabFolders
{
    /// <summary>The folder of recording rules and alerts, beside the configuration that names it.</summary>
    public const string PrometheusRules = "rules";

    private const string RootMark = "Conduit.sln";

    private LabFolders(string root) => Root = root;

    public string Root { get; }

    /// <summary>Run-time state: records of running labs, Prometheus' data.</summary>
    public string State => Path.Combine(Root, ".lab");

    /// <summary>Programs that were fetched, not installed.</summary>
    public string Tools => Path.Combine(Root, ".tools");

    public string PrometheusConfiguration => Path.Combine(Root, "dashboards", "prometheus");

    public string Grafana => Path.Combine(Root, "dashboards", "grafana");

    /// <summary>The repository this program was built in, or else the present folder.</summary>
    public static LabFolders Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, RootMark)))
            {
                return new LabFolders(folder.FullName);
            }
        }

        return new LabFolders(Environment.CurrentDirectory);
    }
}
