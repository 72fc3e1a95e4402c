using Conduit.Tests.Architecture;
using YamlDotNet.RepresentationModel;

namespace Conduit.Tests.Dashboards;

/// <summary>What the files of promtool's unit tests expect of alerts.</summary>
internal static class RuleTestFile
{
    public static IReadOnlyList<string> Paths { get; } =
        Directory.EnumerateFiles(Repository.PathOf("dashboards", "prometheus", "tests"), "*.yml").Order(StringComparer.Ordinal).ToList();

    /// <summary>For each test case, in the order of time, whether it expects the alert to fire.</summary>
    public static IEnumerable<(string Case, IReadOnlyList<bool> Fires)> CasesOf(string alert)
        => from path in Paths
           from test in Items(Root(path), "tests")
           let fires = Items(test, "alert_rule_test")
               .Where(check => check["alertname"].ToString() == alert)
               .Select(check => Items(check, "exp_alerts").Any())
               .ToList()
           where fires.Count > 0
           select (test["name"].ToString(), (IReadOnlyList<bool>)fires);

    private static YamlNode Root(string path)
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(path);
        yaml.Load(reader);
        return yaml.Documents[0].RootNode;
    }

    private static YamlSequenceNode Items(YamlNode node, string key) => (YamlSequenceNode)node[key];
}
