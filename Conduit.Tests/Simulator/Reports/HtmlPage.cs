using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Conduit.Tests.Simulator.Reports;

/// <summary>A report's page taken apart.</summary>
internal sealed partial class HtmlPage
{
    public HtmlPage(string text) => Text = text;

    public string Text { get; }

    /// <summary>Everything but what scripts, style and data hold.</summary>
    public string Markup => Contents().Replace(Text, "<${tag}>");

    public JsonElement Data => JsonDocument.Parse(Contents().Matches(Text).Single(match => match.Value.Contains("application/json", StringComparison.Ordinal)).Groups["text"].Value).RootElement;

    public string Policy => WebUtility.HtmlDecode(ContentSecurityPolicy().Match(Text).Groups["policy"].Value);

    /// <summary>What stands in style and script elements.</summary>
    public IReadOnlyList<string> Inline
        => [.. Contents().Matches(Text).Where(match => !match.Value.Contains("application/json", StringComparison.Ordinal)).Select(match => match.Groups["text"].Value)];

    /// <summary>The cells of the row that has this name in the table of that title.</summary>
    public IReadOnlyList<string> Row(string table, string row) => RowsOf(table, row).Single();

    /// <summary>The same of all rows of this name.</summary>
    public IEnumerable<IReadOnlyList<string>> RowsOf(string table, string row)
    {
        var body = Markup[Markup.IndexOf($"<caption>{table}</caption>", StringComparison.Ordinal)..];
        body = body[..body.IndexOf("</table>", StringComparison.Ordinal)];
        return Rows().Matches(body).Select(match => Cells().Matches(match.Value).Select(cell => Plain(cell.Groups["text"].Value)).ToList()).Where(cells => cells[0] == row);
    }

    public static string Plain(string markup) => WebUtility.HtmlDecode(Sign().Replace(markup, "")).Trim();

    [GeneratedRegex("<(?<tag>script|style)[^>]*>(?<text>.*?)</\\k<tag>>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Contents();

    [GeneratedRegex("Content-Security-Policy\" content=\"(?<policy>[^\"]*)\"", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex ContentSecurityPolicy();

    [GeneratedRegex("<tr>.*?</tr>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Rows();

    [GeneratedRegex("<t[hd][^>]*>(?<text>.*?)</t[hd]>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Cells();

    [GeneratedRegex("<span[^>]*>.*?</span>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Sign();
}
