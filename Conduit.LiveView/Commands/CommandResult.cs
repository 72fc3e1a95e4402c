namespace Conduit.LiveView.Commands;

/// <summary>What came of a button, for who pressed it.</summary>
public sealed record CommandResult(bool Done, string Text);
