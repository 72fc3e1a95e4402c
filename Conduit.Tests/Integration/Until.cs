namespace Conduit.Tests.Integration;

/// <summary>Waits on conditions, never for an amount of time.</summary>
internal static class Until
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks again and again; fails the test with <paramref name="what"/> when it has not come true in time.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan within, string what)
    {
        using var deadline = new CancellationTokenSource(within, TimeProvider.System);
        using var timer = new PeriodicTimer(Interval, TimeProvider.System);
        while (!await condition())
        {
            try
            {
                await timer.WaitForNextTickAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Not within {within.TotalSeconds:0.#} s: {what}");
            }
        }
    }

    public static Task TrueAsync(Func<bool> condition, TimeSpan within, string what)
        => TrueAsync(() => Task.FromResult(condition()), within, what);
}
