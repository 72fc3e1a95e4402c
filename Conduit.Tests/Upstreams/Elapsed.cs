using Conduit.Upstreams.Work;

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

    /// <summary>Fails if less time passed than an upstream's wait of <paramref name="wanted"/> can take.</summary>
    public static void AssertWaited(TimeSpan wanted, TimeSpan time)
        => Assert.True(time >= wanted - TrueDelay.MostShort, $"Took {time} of {wanted}.");
}
