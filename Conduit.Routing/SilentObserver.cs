namespace Conduit.Routing;

/// <summary>Hears nothing.</summary>
internal sealed class SilentObserver : IRouterObserver
{
    public static readonly SilentObserver Instance = new();

    public void Decided(in Attempt attempt)
    {
    }

    public void Ended(in Attempt attempt)
    {
    }

    public void BreakerChanged(Upstream upstream, BreakerState state)
    {
    }

    public void RetryBudgetExhausted()
    {
    }

    public void UpstreamsChanged(IReadOnlyList<Upstream> upstreams)
    {
    }
}
