using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Serve;

/// <summary>The last runs, newest first. Thread-safe.</summary>
internal sealed class RunHistory
{
    public const int Capacity = 20;

    private readonly Lock _lock = new();
    private readonly LinkedList<RunEntry> _runs = [];
    private readonly TimeProvider _time;
    private int _last;

    public RunHistory(TimeProvider time) => _time = time;

    public IReadOnlyList<RunEntry> Runs
    {
        get
        {
            lock (_lock)
            {
                return [.. _runs];
            }
        }
    }

    /// <summary>A new run with the next id; not in the history until <see cref="Add"/>.</summary>
    public RunEntry Create(Scenario scenario, ulong seed)
        => new(Interlocked.Increment(ref _last).ToString(System.Globalization.CultureInfo.InvariantCulture), scenario, seed, _time.GetUtcNow());

    public void Add(RunEntry run)
    {
        lock (_lock)
        {
            _runs.AddFirst(run);
            if (_runs.Count > Capacity)
            {
                _runs.RemoveLast();
            }
        }
    }
}
