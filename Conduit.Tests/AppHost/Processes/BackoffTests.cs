using Conduit.AppHost.Processes;

namespace Conduit.Tests.AppHost;

public sealed class BackoffTests
{
    private readonly Backoff _backoff = new();

    [Fact]
    public void Wait_before_each_further_start_doubles_up_to_a_limit()
    {
        var waits = Enumerable.Range(0, 9).Select(_ => _backoff.After(TimeSpan.FromSeconds(1)).TotalSeconds);

        Assert.Equal([0.25, 0.5, 1, 2, 4, 8, 15, 15, 15], waits);
    }

    [Fact]
    public void Resource_that_stayed_up_for_a_while_is_waited_for_as_at_first()
    {
        for (var start = 0; start < 5; start++)
        {
            _backoff.After(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([0.25, 0.5], [_backoff.After(TimeSpan.FromSeconds(30)).TotalSeconds, _backoff.After(TimeSpan.FromSeconds(1)).TotalSeconds]);
    }
}
