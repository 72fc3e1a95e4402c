using Conduit.Routing.Execution;
using Conduit.Tests.Routing.Stress;
using Microsoft.Extensions.Time.Testing;

namespace Conduit.Tests.Routing;

public sealed class AttemptWaitTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(50);

    private readonly FakeTimeProvider _time = new();
    private readonly AttemptWait _wait;

    public AttemptWaitTests() => _wait = new AttemptWait(_time);

    [Fact]
    public async Task Wait_that_is_told_goes_on_at_once_and_its_time_ends_no_later_one()
    {
        var first = _wait.WaitAsync(Longest);
        _time.Advance(Longest / 2);
        _wait.Tell();
        Assert.True(first.IsCompleted);
        Assert.True(await first);

        var second = _wait.WaitAsync(Longest);
        _time.Advance(Longest / 2);
        Assert.False(second.IsCompleted);
        _time.Advance(Longest / 2);
        Assert.True(second.IsCompleted);
        Assert.False(await second);
    }

    [Fact]
    public async Task Wait_that_was_told_before_does_not_wait_and_one_cleared_does()
    {
        _wait.Tell();
        _wait.Tell();
        Assert.True(await _wait.WaitAsync(Longest));

        _wait.Tell();
        _wait.Clear();
        var third = _wait.WaitAsync(Timeout.InfiniteTimeSpan);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.False(third.IsCompleted);
        _wait.Tell();
        Assert.True(await third);
    }

    [Fact]
    public void Wait_that_is_told_just_when_its_time_is_over_goes_on_once()
    {
        var wentOn = 0;
        Threads.Race(
            20_000,
            prepare: () =>
            {
                _wait.Clear();
                wentOn = 0;
                _ = CountAsync();
            },
            judge: () => Assert.Equal(1, wentOn),
            () => _time.Advance(Longest),
            _wait.Tell);

        async Task CountAsync()
        {
            await _wait.WaitAsync(Longest).ConfigureAwait(false);
            Interlocked.Increment(ref wentOn);
        }
    }
}
