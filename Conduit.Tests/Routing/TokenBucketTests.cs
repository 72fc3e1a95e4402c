using Conduit.Routing.Budgets;

namespace Conduit.Tests.Routing;

public sealed class TokenBucketTests
{
    [Fact]
    public void TryTake_more_than_the_start_needs_deposits()
    {
        var bucket = new TokenBucket(0.2, 100, 2);

        Assert.True(bucket.TryTake());
        Assert.True(bucket.TryTake());
        Assert.False(bucket.TryTake());

        for (var i = 0; i < 5; i++)
        {
            bucket.Deposit();
        }

        Assert.True(bucket.TryTake());
        Assert.False(bucket.HasToken);
    }

    [Fact]
    public void Deposit_beyond_the_cap_is_dropped()
    {
        var bucket = new TokenBucket(1, 3, 0);
        for (var i = 0; i < 10; i++)
        {
            bucket.Deposit();
        }

        Assert.Equal(3, bucket.Tokens);
    }

    [Fact]
    public void TryTake_from_many_threads_never_gives_more_than_there_was()
    {
        var bucket = new TokenBucket(0, 1_000, 1_000);
        var taken = 0;
        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                if (bucket.TryTake())
                {
                    Interlocked.Increment(ref taken);
                }
            }
        });

        Assert.Equal(1_000, taken);
    }
}
