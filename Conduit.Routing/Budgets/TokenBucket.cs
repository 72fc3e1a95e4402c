namespace Conduit.Routing.Budgets;

/// <summary>A budget that each request fills a little and each extra attempt takes one token from. Thread-safe, lock-free.</summary>
/// <remarks>After the retry budgets of Finagle and Envoy.</remarks>
internal sealed class TokenBucket
{
    private const double Scale = 1_000_000;

    private readonly long _cap;
    private readonly long _deposit;
    private long _level;

    public TokenBucket(double depositPerRequest, double cap, double start)
    {
        _deposit = (long)(depositPerRequest * Scale);
        _cap = (long)(cap * Scale);
        _level = Math.Min(_cap, (long)(start * Scale));
    }

    public double Tokens => Volatile.Read(ref _level) / Scale;

    public bool HasToken => Volatile.Read(ref _level) >= (long)Scale;

    public void Deposit()
    {
        var level = Volatile.Read(ref _level);
        while (level < _cap)
        {
            var seen = Interlocked.CompareExchange(ref _level, Math.Min(_cap, level + _deposit), level);
            if (seen == level)
            {
                return;
            }

            level = seen;
        }
    }

    public bool TryTake()
    {
        var level = Volatile.Read(ref _level);
        while (level >= (long)Scale)
        {
            var seen = Interlocked.CompareExchange(ref _level, level - (long)Scale, level);
            if (seen == level)
            {
                return true;
            }

            level = seen;
        }

        return false;
    }
}
