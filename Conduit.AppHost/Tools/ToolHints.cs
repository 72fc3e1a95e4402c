namespace Conduit.AppHost.Tools;

/// <summary>What to do about a tool that is not here.</summary>
internal static class ToolHints
{
    public const string Prometheus = "not installed; 'sudo apt-get install prometheus' (or the archive from prometheus.io on PATH) adds it";
    public const string Grafana = "not installed; put 'grafana' on PATH (grafana.com/grafana/download) and start the lab again";
}
