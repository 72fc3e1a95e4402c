using Conduit.Simulator.Reports.Documents;
using Microsoft.AspNetCore.Components;

namespace Conduit.Simulator.Reports.Html;

/// <summary>A report as one page that needs nothing but itself.</summary>
public sealed partial class ReportPage : ComponentBase
{
    [Parameter, EditorRequired]
    public required ReportDocument Document { get; set; }

    /// <summary>A judgement's class in the style sheet.</summary>
    internal static string Class(Judgement judgement) => judgement switch
    {
        Judgement.Good => "good",
        Judgement.Bad => "bad",
        Judgement.Best => "best",
        _ => "",
    };

    /// <summary>A judgement's shape, for whom colours say nothing.</summary>
    internal static string Sign(Judgement judgement) => judgement switch
    {
        Judgement.Good => "✓",
        Judgement.Bad => "✗",
        Judgement.Best => "★",
        _ => "–",
    };
}
