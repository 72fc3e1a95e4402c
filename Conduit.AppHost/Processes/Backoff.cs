namespace Conduit.AppHost.Processes;

/// <summary>How long to wait before a resource is started again: doubling, until it has stayed up for a while.</summary>
internal sealed class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(30);
    private TimeSpan _next = First;

    /// <summary>The next wait, given how long the resource ran this time.</summary>
    public TimeSpan After(TimeSpan ran)
    {
        var wait = ran >= Steady ? First : _next;
        _next = wait * 2 < Longest ? wait * 2 : Longest;
        return wait;
    }
}
