namespace Conduit.Routing.Execution;

/// <summary>A moment that can be awaited beside other things, and forgotten at no cost to the clock.</summary>
internal sealed class DueTime : IDisposable
{
    private readonly TaskCompletionSource _reached = new();
    private readonly ITimer _timer;

    public DueTime(TimeProvider time, TimeSpan after)
        => _timer = time.CreateTimer(static reached => ((TaskCompletionSource)reached!).TrySetResult(), _reached, after, Timeout.InfiniteTimeSpan);

    public Task Reached => _reached.Task;

    public void Dispose() => _timer.Dispose();
}
