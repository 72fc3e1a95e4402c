namespace Conduit.Routing.Execution;

/// <summary>
/// A wait that goes on where it was ended: in the timer's callback, or inside the call that cancelled it. Task.Delay
/// hands the continuation of a cancelled wait to the thread pool, which would take a run in virtual time off its thread.
/// </summary>
internal static class InlineDelay
{
    public static async ValueTask WaitAsync(TimeSpan delay, TimeProvider time, CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource();
        using var timer = time.CreateTimer(static ended => ((TaskCompletionSource)ended!).TrySetResult(), ended, delay, Timeout.InfiniteTimeSpan);
        using var registration = cancellationToken.UnsafeRegister(static (ended, token) => ((TaskCompletionSource)ended!).TrySetCanceled(token), ended);
        await ended.Task.ConfigureAwait(false);
    }
}
