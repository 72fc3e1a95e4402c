namespace Conduit.LiveView.State;

/// <summary>How the connection to the proxy stands. Immutable.</summary>
/// <param name="Problem">Why there is none; null while there is one.</param>
/// <param name="Since">Since when.</param>
/// <param name="NextTry">When the next attempt begins; null while one is under way.</param>
public sealed record Link(string? Problem, DateTimeOffset Since, DateTimeOffset? NextTry)
{
    public bool IsUp => Problem is null;
}
