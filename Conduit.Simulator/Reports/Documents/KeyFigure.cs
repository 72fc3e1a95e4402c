namespace Conduit.Simulator.Reports.Documents;

/// <summary>A figure that stands out.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">With its unit.</param>
/// <param name="Note">What puts it into proportion; may be empty.</param>
public sealed record KeyFigure(string Name, string Value, string Note = "");
