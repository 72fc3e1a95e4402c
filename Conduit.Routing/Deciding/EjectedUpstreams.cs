namespace Conduit.Routing.Deciding;

/// <summary>The upstreams whose breakers are not closed: an immutable list swapped atomically, so that the limit holds exactly.</summary>
internal sealed class EjectedUpstreams
{
    private Upstream[] _list = [];

    public Upstream[] List => Volatile.Read(ref _list);

    /// <summary>Adds one unless it is there or the list has reached <paramref name="limit"/>.</summary>
    public bool TryAdd(Upstream upstream, int limit)
    {
        while (true)
        {
            var list = List;
            if (list.Length >= limit || Array.IndexOf(list, upstream) >= 0)
            {
                return false;
            }

            if (ReferenceEquals(Interlocked.CompareExchange(ref _list, [.. list, upstream], list), list))
            {
                return true;
            }
        }
    }

    public void Remove(Upstream upstream)
    {
        while (true)
        {
            var list = List;
            if (Array.IndexOf(list, upstream) < 0)
            {
                return;
            }

            var rest = Array.FindAll(list, other => !ReferenceEquals(other, upstream));
            if (ReferenceEquals(Interlocked.CompareExchange(ref _list, rest, list), list))
            {
                return;
            }
        }
    }
}
