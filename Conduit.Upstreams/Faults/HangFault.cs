namespace Conduit.Upstreams.Faults;

/// <summary>Accepts and never answers, until the client goes or the process ends.</summary>
internal static class HangFault
{
    public static async Task ApplyAsync(HttpContext context, TimeProvider time, CancellationToken stopping)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, ends.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Abort();
    }
}
