namespace Conduit.Simulator.Reports.Documents;

/// <summary>Figures in rows; the first cell of each names its row.</summary>
public sealed record ReportTable
{
    public required string Title { get; init; }

    public required IReadOnlyList<TableColumn> Columns { get; init; }

    public required IReadOnlyList<IReadOnlyList<TableCell>> Rows { get; init; }

    /// <summary>How to read it; may be empty.</summary>
    public string Note { get; init; } = "";
}

/// <summary>A column, of words or of figures.</summary>
public sealed record TableColumn(string Name, bool OfFigures = true);

/// <summary>What stands in a cell, and how it is to be seen.</summary>
public sealed record TableCell(string Text, Judgement Judgement = Judgement.None)
{
    public static implicit operator TableCell(string text) => new(text);
}
