using Conduit.LiveView.Apis;
using Conduit.LiveView.Words;

namespace Conduit.LiveView.State;

/// <summary>
/// Gathers what the feeds bring and, told to, makes a snapshot of it that all viewers share. Thread-safe: parts change under
/// a lock, snapshots are immutable.
/// </summary>
internal sealed class LiveState
{
    private static readonly TimeSpan LatencyOver = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly LatencyWindow _latency = new(LatencyOver);
    private readonly TrafficWindow _traffic = new();
    private readonly History _history = new();
    private readonly FaultBands _bands = new();
    private readonly DecisionLog _decisions = new();
    private readonly Dictionary<string, IReadOnlyList<ActiveFault>?> _faults = new(StringComparer.Ordinal);
    private UpstreamsMessage? _upstreams;
    private SimulatorView _simulator = SimulatorView.Unknown;
    private Link _link;
    private LiveSnapshot _snapshot;

    public LiveState(TimeProvider time)
    {
        _time = time;
        _snapshot = LiveSnapshot.Empty(time.GetUtcNow());
        _link = _snapshot.Link;
    }

    /// <summary>There is a new snapshot. Raised on the thread that made it: who listens must not hold it up.</summary>
    public event EventHandler? Changed;

    public LiveSnapshot Snapshot => Volatile.Read(ref _snapshot);

    public void Accept(UpstreamsMessage message)
    {
        lock (_lock)
        {
            if (!_link.IsUp)
            {
                _link = new Link(null, _time.GetUtcNow(), null);
            }

            _upstreams = message;
            _traffic.Add(message);
        }
    }

    public void Accept(LatencyMessage message)
    {
        lock (_lock)
        {
            _latency.Add(message);
            var traffic = _traffic.Now();
            _history.Add(_time.GetUtcNow(), _latency.All(), traffic.Attempts == 0
                ? null
                : traffic.Shares.ToDictionary(entry => UpstreamView.KeyOf(entry.Key.Cluster, entry.Key.Id), entry => entry.Value, StringComparer.Ordinal));
        }
    }

    public void Accept(IReadOnlyList<DecisionMessage> batch)
    {
        lock (_lock)
        {
            _decisions.Add(batch);
        }
    }

    /// <summary>The proxy does not answer; the last that was known of it stays, as of then.</summary>
    /// <param name="problem">Why.</param>
    /// <param name="nextTry">When it is asked again; null: now.</param>
    public void Lost(string problem, DateTimeOffset? nextTry)
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            _link = new Link(problem, _link.IsUp ? now : _link.Since, nextTry);
            // Its counters may begin anew.
            _traffic.Clear();
        }

        Publish();
    }

    /// <summary>The faults in force on an upstream; null: its control port does not answer, or another service does in its place.</summary>
    public void Accept(string upstream, ChaosMessage? chaos)
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            _faults[upstream] = chaos is null ? null : [.. chaos.Faults.Select(fault => FaultWords.Of(fault, now))];
            if (chaos is not null)
            {
                _bands.Note(upstream, chaos.Faults.Select(fault => fault.Kind), now);
            }
        }
    }

    public void Accept(SimulatorView simulator)
    {
        lock (_lock)
        {
            _simulator = simulator;
        }
    }

    /// <summary>Makes what is known now the snapshot, and tells the viewers.</summary>
    public void Publish()
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            if (!_link.IsUp && _upstreams is not null)
            {
                _history.Add(now, default, null);
            }

            var traffic = _traffic.Now();
            Volatile.Write(ref _snapshot, new LiveSnapshot
            {
                At = now,
                Link = _link,
                Policy = _upstreams?.Policy ?? "",
                Upstreams = _upstreams is { } all ? [.. all.Upstreams.Select(upstream => View(upstream, all.Upstreams, traffic))] : [],
                Traffic = traffic,
                Latency = _link.IsUp ? _latency.All() : default,
                Decisions = _decisions.Newest,
                History = _history.Points,
                Bands = _bands.Bands,
                Simulator = _simulator,
            });
        }

        Changed?.Invoke(this, EventArgs.Empty);
    }

    private UpstreamView View(UpstreamMessage upstream, IReadOnlyList<UpstreamMessage> all, Traffic traffic) => new()
    {
        Cluster = upstream.Cluster,
        Id = upstream.Id,
        Address = upstream.Address,
        Score = upstream.Score,
        LatencyPenalty = upstream.LatencyPenalty,
        ErrorPenalty = upstream.ErrorPenalty,
        Share = traffic.Shares.GetValueOrDefault((upstream.Cluster, upstream.Id)),
        InFlight = upstream.InFlight,
        Latency = _latency.Of(upstream.Cluster, upstream.Id),
        ErrorRate = upstream.ErrorRate,
        Condition = Conditions.Of(upstream, all, traffic, other => _latency.Of(other.Cluster, other.Id).P50),
        Faults = _faults.GetValueOrDefault(upstream.Id),
    };
}
