namespace Conduit.Simulator.Serve;

/// <summary>A stretch of time in which the lab is this simulator's own to send load through.</summary>
/// <param name="Posted">The run that was asked for; null: the loop goes on.</param>
/// <param name="Orphaned">A run that had leased the lab has died since the last turn: its faults may still be in force.</param>
/// <param name="Stop">Ends the turn early.</param>
internal sealed record LabTurn(RunEntry? Posted, bool Orphaned, CancellationToken Stop);
