using Conduit.Tests.Architecture;
using YamlDotNet.Serialization;

namespace Conduit.Tests.Dashboards;

/// <summary>A file of recording rules and alerts, as Prometheus loads it.</summary>
internal sealed class RuleFile
{
    private RuleFile(string path)
    {
        var rules = new DeserializerBuilder().IgnoreUnmatchedProperties().Build()
            .Deserialize<Form>(File.ReadAllText(path)).Groups.SelectMany(group => group.Rules).ToList();
        Recordings = rules.Where(rule => rule.Record is not null).Select(rule => new RecordingRule(rule.Record!, rule.Expr)).ToList();
        Alerts = rules.Where(rule => rule.Alert is not null).Select(rule => new AlertRule(rule.Alert!, rule.Expr, rule.For, rule.Labels, rule.Annotations)).ToList();
    }

    public static string Folder { get; } = Repository.PathOf("dashboards", "prometheus", "rules");

    public static IReadOnlyList<RuleFile> All { get; } = Directory.EnumerateFiles(Folder, "*.yml").Order(StringComparer.Ordinal).Select(path => new RuleFile(path)).ToList();

    public IReadOnlyList<RecordingRule> Recordings { get; }

    public IReadOnlyList<AlertRule> Alerts { get; }

    private sealed class Form
    {
        [YamlMember(Alias = "groups")]
        public List<GroupForm> Groups { get; set; } = [];
    }

    private sealed class GroupForm
    {
        [YamlMember(Alias = "rules")]
        public List<RuleForm> Rules { get; set; } = [];
    }

    private sealed class RuleForm
    {
        [YamlMember(Alias = "record")]
        public string? Record { get; set; }

        [YamlMember(Alias = "alert")]
        public string? Alert { get; set; }

        [YamlMember(Alias = "expr")]
        public string Expr { get; set; } = "";

        [YamlMember(Alias = "for")]
        public string? For { get; set; }

        [YamlMember(Alias = "labels")]
        public Dictionary<string, string> Labels { get; set; } = [];

        [YamlMember(Alias = "annotations")]
        public Dictionary<string, string> Annotations { get; set; } = [];
    }
}
