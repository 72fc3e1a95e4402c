using System.Text.RegularExpressions;

namespace Conduit.Tests.Dashboards;

/// <summary>What a PromQL expression asks for. Whether it is PromQL at all is for promtool to say.</summary>
internal sealed partial class PromQuery
{
    private static readonly HashSet<string> Keywords = new(["and", "or", "unless", "bool", "offset", "by", "without", "on", "ignoring", "group_left", "group_right", "inf", "nan"], StringComparer.OrdinalIgnoreCase);

    private PromQuery(IReadOnlyList<Selector> selectors, IReadOnlyList<string> groupings, IReadOnlyList<Ranged> ranges)
    {
        Selectors = selectors;
        Groupings = groupings;
        Ranges = ranges;
    }

    /// <summary>A series with the matchers in its braces.</summary>
    internal sealed record Selector(string Series, IReadOnlyList<Matcher> Matchers);

    /// <summary>One <c>label="value"</c> of a selector; <paramref name="Operator"/> is <c>=</c>, <c>!=</c>, <c>=~</c> or <c>!~</c>.</summary>
    internal sealed record Matcher(string Label, string Operator, string Value);

    /// <summary>A function over a range, such as <c>rate(…[5m])</c>.</summary>
    internal sealed record Ranged(string Function, string Range);

    public IReadOnlyList<Selector> Selectors { get; }

    /// <summary>The labels named in <c>by</c>, <c>on</c> and their like.</summary>
    public IReadOnlyList<string> Groupings { get; }

    public IReadOnlyList<Ranged> Ranges { get; }

    public static PromQuery Parse(string expression)
    {
        var ranges = RangedCalls().Matches(expression)
            .Select(call => new Ranged(call.Groups["function"].Value, call.Groups["range"].Value)).ToList();
        var groupings = GroupingClauses().Matches(expression)
            .SelectMany(clause => clause.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        var selectors = SeriesWithMatchers().Matches(GroupingClauses().Replace(expression, " "))
            .Where(series => !Keywords.Contains(series.Groups["name"].Value))
            .Select(series => new Selector(series.Groups["name"].Value, ReadMatchers(series.Groups["matchers"].Value))).ToList();
        return new PromQuery(selectors, groupings, ranges);
    }

    private static List<Matcher> ReadMatchers(string text) => LabelMatchers().Matches(text)
        .Select(matcher => new Matcher(matcher.Groups["label"].Value, matcher.Groups["operator"].Value, matcher.Groups["value"].Value)).ToList();

    [GeneratedRegex("""\b(?<function>\w+)\s*\(\s*\w+(?:\{[^}]*\})?\[(?<range>[^\]]*)\]""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RangedCalls();

    [GeneratedRegex("""\b(by|without|on|ignoring|group_left|group_right)\s*\((?<labels>[^)]*)\)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex GroupingClauses();

    // A name, its braces if any, and no call after it; what lies in braces, brackets or strings is stepped over.
    [GeneratedRegex("""(?<![\w$."\[])(?<name>[a-zA-Z_:][\w:]*)(?![\w:])(?:\s*\{(?<matchers>[^}]*)\})?(?!\s*\()(?:\[[^\]]*\])?""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SeriesWithMatchers();

    [GeneratedRegex("""(?<label>\w+)\s*(?<operator>=~|!~|!=|=)\s*"(?<value>[^"]*)["]""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelMatchers();
}
