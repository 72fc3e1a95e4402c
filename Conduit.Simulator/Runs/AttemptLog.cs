using Conduit.Routing;

namespace Conduit.Simulator.Runs;

/// <summary>The attempts of one client request over all its tries. Pooled: belongs to one request at a time.</summary>
internal sealed class AttemptLog
{
    private (string Upstream, bool Failed)[] _attempts = new (string, bool)[RoutedRequest.MaxAttempts];
    private int _count;

    public ReadOnlySpan<(string Upstream, bool Failed)> Attempts => _attempts.AsSpan(0, _count);

    public int Failovers { get; private set; }

    public int Hedges { get; private set; }

    public void Clear() => _count = Failovers = Hedges = 0;

    /// <summary>Takes in the attempts of a request that has ended.</summary>
    public void Add(RoutedRequest request)
    {
        for (var i = 0; i < request.AttemptCount; i++)
        {
            ref readonly var attempt = ref request[i];
            if (_count == _attempts.Length)
            {
                Array.Resize(ref _attempts, _count * 2);
            }

            _attempts[_count++] = (attempt.Upstream.Id, attempt.Outcome.IsFailure());
            Failovers += attempt.Reason == DecisionReason.Failover ? 1 : 0;
            Hedges += attempt.Reason == DecisionReason.Hedge ? 1 : 0;
        }
    }
}
