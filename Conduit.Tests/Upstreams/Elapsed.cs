namespace Conduit.Tests.Upstreams;

/// <summary>Measures on the system's clock.</summary>
internal static class Elapsed
{
    /// <summary>The time a piece of work takes.</summary>
    public static async Task<TimeSpan> DuringAsync(Func<Task> work)
    {
        var start = TimeProvider.System.GetTimestamp();
        await work();
        return TimeProvider.System.GetElapsedTime(start);
    }
}
