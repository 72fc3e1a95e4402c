using Conduit.Simulator.Reports.Documents;
using Microsoft.AspNetCore.Components;

namespace Conduit.Simulator.Reports.Html;

/// <summary>A table of a report, which scrolls by itself where the page is narrow.</summary>
public sealed partial class ReportTableView : ComponentBase
{
    [Parameter, EditorRequired]
    public required ReportTable Table { get; set; }

    private string Id => $"table-{Table.Title.Replace(' ', '-').ToLowerInvariant()}";

    private static string Class(TableColumn column) => column.OfFigures ? "figure" : "";

    private static string Class(TableColumn column, TableCell cell) => $"{Class(column)} {ReportPage.Class(cell.Judgement)}".Trim();
}
