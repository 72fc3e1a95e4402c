using Conduit.Simulator.Reports.Charts;

namespace Conduit.Simulator.Reports.Documents;

/// <summary>A report as people read it, in reading order and without a form: every text is plain and escaped by whoever writes it down.</summary>
public sealed record ReportDocument
{
    public required string Title { get; init; }

    /// <summary>What the scenario says of itself; may be empty.</summary>
    public required string Description { get; init; }

    /// <summary>How it was run, in a few words each.</summary>
    public required IReadOnlyList<string> Circumstances { get; init; }

    public required ReportVerdict Verdict { get; init; }

    public required IReadOnlyList<KeyFigure> KeyFigures { get; init; }

    /// <summary>What a reader must know before trusting the figures.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    public required ChartPage Charts { get; init; }

    public required IReadOnlyList<ReportTable> Tables { get; init; }

    /// <summary>The command line that gives this report again, or its like.</summary>
    public required string Command { get; init; }

    /// <summary>What else is to know of it.</summary>
    public required IReadOnlyList<string> Footnotes { get; init; }
}
