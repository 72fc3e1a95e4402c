using Conduit.Simulator.Reports.Documents;
using Conduit.Simulator.Reports.Html;
using Conduit.Simulator.Reports.Markdown;

namespace Conduit.Simulator.Reports;

/// <summary>A report in any of its formats.</summary>
internal static class ReportText
{
    public static async Task<string> OfAsync(RunStory story, ReportFormat format)
        => format == ReportFormat.Json ? ReportJson.Write(story.Report) : await OfAsync(RunDocument.Of(story), format);

    public static async Task<string> OfAsync(ComparisonStory story, ReportFormat format)
        => format == ReportFormat.Json ? ReportJson.Write(story.Report) : await OfAsync(ComparisonDocument.Of(story), format);

    private static async Task<string> OfAsync(ReportDocument document, ReportFormat format)
        => format == ReportFormat.Html ? await HtmlReport.WriteAsync(document) : MarkdownReport.Write(document);
}
