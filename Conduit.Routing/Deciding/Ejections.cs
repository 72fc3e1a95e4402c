namespace Conduit.Routing.Deciding;

/// <summary>Everything whose breaker is not closed: an immutable list swapped atomically, so that the limit holds exactly.</summary>
internal sealed class Ejections
{
    private Ejection[] _list = [];

    public Ejection[] List => Volatile.Read(ref _list);

    /// <summary>Adds one unless it is there, or <paramref name="limit"/> upstreams are excluded for its scope.</summary>
    public bool TryAdd(Upstream upstream, Health health, int limit)
    {
        while (true)
        {
            var list = List;
            if (Array.Exists(list, other => ReferenceEquals(other.Health, health)) || Excluded(list, health.Route) >= limit)
            {
                return false;
            }

            if (ReferenceEquals(Interlocked.CompareExchange(ref _list, [.. list, new Ejection(upstream, health)], list), list))
            {
                return true;
            }
        }
    }

    public void Remove(Health health) => RemoveAll(ejection => ReferenceEquals(ejection.Health, health));

    public void Remove(Upstream upstream) => RemoveAll(ejection => ReferenceEquals(ejection.Upstream, upstream));

    /// <summary>How many upstreams requests of a scope cannot go to; one may be in the list for itself and for the route.</summary>
    public static int Excluded(Ejection[] list, int scope)
    {
        var count = 0;
        foreach (var ejection in list)
        {
            if (ejection.Concerns(scope) && (ejection.Health.Route == Health.Whole || ejection.Upstream.Breaker.IsClosed))
            {
                count++;
            }
        }

        return count;
    }

    private void RemoveAll(Predicate<Ejection> gone)
    {
        while (true)
        {
            var list = List;
            var rest = Array.FindAll(list, ejection => !gone(ejection));
            if (rest.Length == list.Length || ReferenceEquals(Interlocked.CompareExchange(ref _list, rest, list), list))
            {
                return;
            }
        }
    }
}
