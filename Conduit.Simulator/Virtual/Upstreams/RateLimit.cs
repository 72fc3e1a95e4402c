namespace Conduit.Simulator.Virtual.Upstreams;

/// <summary>A token bucket that holds what a second allows, full at the start: a limit on the rate, not on its bursts.</summary>
internal sealed class RateLimit
{
    private readonly double _perTick;
    private readonly double _most;
    private double _tokens;
    private TimeSpan _at;

    /// <param name="perSecond">Requests per second.</param>
    public RateLimit(double perSecond)
    {
        _perTick = perSecond / TimeSpan.TicksPerSecond;
        _most = _tokens = Math.Max(1, perSecond);
    }

    /// <summary>Whether a request at <paramref name="now"/> would be let through.</summary>
    public bool Allows(TimeSpan now) => Tokens(now) >= 1;

    /// <summary>Lets a request through, or says after how many seconds one may come.</summary>
    public bool TryTake(TimeSpan now, out int retryAfterSeconds)
    {
        _tokens = Tokens(now);
        _at = now;
        if (_tokens >= 1)
        {
            _tokens--;
            retryAfterSeconds = 0;
            return true;
        }

        retryAfterSeconds = (int)Math.Max(1, Math.Ceiling((1 - _tokens) / (_perTick * TimeSpan.TicksPerSecond)));
        return false;
    }

    private double Tokens(TimeSpan now) => Math.Min(_most, _tokens + ((now - _at).Ticks * _perTick));
}
