namespace Conduit.Simulator.Terminal;

/// <summary>Shows how something stands, again and again until it has ended.</summary>
internal static class DisplayLoop
{
    /// <param name="time">The clock of the display.</param>
    /// <param name="interval">From one look to the next.</param>
    /// <param name="progress">How it stands; null before it has begun.</param>
    /// <param name="ended">Completes with it, in whatever way.</param>
    /// <param name="show">Shows it.</param>
    public static async Task RunAsync<T>(TimeProvider time, TimeSpan interval, Func<T?> progress, Task ended, Action<T> show)
        where T : class
    {
        using var timer = new PeriodicTimer(interval, time);
        while (await Task.WhenAny(ended, timer.WaitForNextTickAsync().AsTask()) != ended)
        {
            if (progress() is { } now)
            {
                show(now);
            }
        }
    }
}
