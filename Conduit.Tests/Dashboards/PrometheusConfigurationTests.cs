using Conduit.Tests.Architecture;
using YamlDotNet.RepresentationModel;

namespace Conduit.Tests.Dashboards;

public sealed class PrometheusConfigurationTests
{
    private static readonly string[] ScrapeConfiguration = ["prometheus", "prometheus.yml"];

    [Fact]
    public async Task Configuration_as_shipped_is_one_that_Prometheus_accepts()
    {
        var (exitCode, output) = await Promtool.RunAsync("check", "config", Repository.PathOf(["dashboards", .. ScrapeConfiguration]));

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public void Configuration_as_shipped_scrapes_every_service_at_its_default_port()
    {
        var targets =
            from job in Items(ReadYaml(ScrapeConfiguration), "scrape_configs")
            from config in Items(job, "static_configs")
            from target in Items(config, "targets")
            select $"{job["job_name"]} {target}";

        Assert.Equal(["proxy localhost:8080", "upstreams localhost:4001", "upstreams localhost:4002", "simulator localhost:8090"], targets);
    }

    [Fact]
    public void Data_source_interval_is_the_scrape_interval()
    {
        var source = Assert.Single(Items(ReadYaml("grafana", "provisioning", "datasources", "prometheus.yaml"), "datasources"));

        Assert.Equal("$PROMETHEUS_URL", source["url"].ToString());
        Assert.Equal(ReadYaml(ScrapeConfiguration)["global"]["scrape_interval"].ToString(), source["jsonData"]["timeInterval"].ToString());
    }

    [Fact]
    public void Dashboard_provider_path_leads_to_the_dashboards()
    {
        var provisioning = Repository.PathOf("dashboards", "grafana", "provisioning");
        var provider = Assert.Single(Items(ReadYaml("grafana", "provisioning", "dashboards", "conduit.yaml"), "providers"));
        var path = provider["options"]["path"].ToString().Replace("$GF_PATHS_PROVISIONING", provisioning, StringComparison.Ordinal);

        Assert.Equal(Dashboard.Folder, Path.GetFullPath(path));
    }

    private static YamlNode ReadYaml(params string[] path)
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(Repository.PathOf(["dashboards", .. path]));
        yaml.Load(reader);
        return yaml.Documents[0].RootNode;
    }

    private static YamlSequenceNode Items(YamlNode node, string key) => (YamlSequenceNode)node[key];
}
