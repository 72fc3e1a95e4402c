using System.Diagnostics.CodeAnalysis;
using Conduit.Routing;

namespace Conduit.Proxy.Telemetry;

/// <summary>The attempts of a remembered request: the first in place, since most requests have no other. Immutable.</summary>
internal readonly struct TracedAttempts
{
    private readonly Attempt _first;
    private readonly Attempt[]? _further;

    /// <summary>Keeps attempts.</summary>
    /// <param name="attempts">In their order.</param>
    public TracedAttempts(params ReadOnlySpan<Attempt> attempts)
    {
        Count = attempts.Length;
        if (Count > 0)
        {
            _first = attempts[0];
            _further = Count > 1 ? attempts[1..].ToArray() : null;
        }
    }

    /// <summary>Keeps a request's attempts as they are now.</summary>
    /// <param name="routed">The request.</param>
    public TracedAttempts(RoutedRequest routed)
    {
        Count = routed.AttemptCount;
        if (Count == 0)
        {
            return;
        }

        _first = routed[0];
        if (Count > 1)
        {
            _further = new Attempt[Count - 1];
            for (var i = 0; i < _further.Length; i++)
            {
                _further[i] = routed[i + 1];
            }
        }
    }

    public int Count { get; }

    [UnscopedRef]
    public ref readonly Attempt this[int index]
    {
        get
        {
            if (index == 0)
            {
                return ref _first;
            }

            return ref _further![index - 1];
        }
    }
}
