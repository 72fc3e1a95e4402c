using System.Text.RegularExpressions;
using Conduit.Tests.Architecture;

namespace Conduit.Tests.Dashboards;

/// <summary>dashboards/RUNBOOK.md, read section by section.</summary>
internal static partial class Runbook
{
    private static readonly string Text = File.ReadAllText(Repository.PathOf("dashboards", "RUNBOOK.md"));

    public static IReadOnlyList<(string Title, string Text)> Sections { get; } = Section().Matches(Text)
        .Select(section => (section.Groups["title"].Value.Trim(), section.Groups["text"].Value))
        .ToList();

    /// <summary>Every line of its PromQL blocks.</summary>
    public static IReadOnlyList<string> Queries { get; } = QueryBlock().Matches(Text)
        .SelectMany(block => block.Groups["queries"].Value.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        .ToList();

    [GeneratedRegex(@"^## (?<title>.+)\n(?<text>(?:(?!## ).*\n?)*)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Section();

    [GeneratedRegex("^```promql\n(?<queries>[^`]+)```", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex QueryBlock();
}
