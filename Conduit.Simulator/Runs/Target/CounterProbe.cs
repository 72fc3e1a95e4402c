using System.Collections.Concurrent;
using Conduit.Simulator.Load;

namespace Conduit.Simulator.Runs.Target;

/// <summary>Reads the proxy's counters at the moments that bound phases and faults. Thread-safe.</summary>
internal sealed class CounterProbe
{
    private readonly HttpMessageInvoker _http;
    private readonly TimeProvider _time;
    private readonly Uri _metrics;
    private readonly Version _version;
    private readonly ConcurrentDictionary<TimeSpan, ProxyCounters> _readings = new();

    public CounterProbe(HttpMessageInvoker http, TimeProvider time, LabTarget target)
    {
        _http = http;
        _time = time;
        _metrics = new Uri(target.Address, "/metrics");
        _version = target.Version;
    }

    /// <summary>Reads the counters and files them under a moment; where that fails, that moment stays unknown.</summary>
    /// <param name="moment">From the run's start.</param>
    /// <param name="stop">Gives up.</param>
    public async Task ReadAsync(TimeSpan moment, CancellationToken stop)
    {
        var (status, scrape) = await ControlCall.SendAsync(_http, _time, HttpMethod.Get, _metrics, null, stop, version: _version);
        if (status == 200 && ProxyCounters.Read(scrape) is { } counters)
        {
            _readings[moment] = counters;
        }
    }

    /// <summary>Reads the counters at every moment at which a phase or a fault begins or ends, but for the run's own start and end.</summary>
    /// <param name="plan">What is on when.</param>
    /// <param name="clock">The run's clock.</param>
    /// <param name="end">The run has ended; the moments that remain are never reached.</param>
    public async Task FollowAsync(RunPlan plan, RunClock clock, CancellationToken end)
    {
        try
        {
            foreach (var moment in plan.Boundaries())
            {
                await clock.WaitAsync(moment, end);
                await ReadAsync(moment, end);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // What was not reached stays unknown.
        }
    }

    /// <summary>What the proxy counted over all of several stretches; null where it is unknown of one.</summary>
    public AttemptCounts? Over(IEnumerable<(TimeSpan From, TimeSpan To)> spans)
    {
        AttemptCounts? sum = null;
        foreach (var (from, to) in spans)
        {
            if (Between(from, to) is not { } counts)
            {
                return null;
            }

            sum = sum is null ? counts : sum.And(counts);
        }

        return sum;
    }

    /// <summary>What the proxy counted between two moments; null where one of them is unknown.</summary>
    public AttemptCounts? Between(TimeSpan from, TimeSpan to)
        => _readings.TryGetValue(from, out var earlier) && _readings.TryGetValue(to, out var later) ? later.Since(earlier) : null;
}
