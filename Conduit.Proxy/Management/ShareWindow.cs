using Conduit.Routing;
using Conduit.Yarp;

namespace Conduit.Proxy.Management;

/// <summary>Each upstream's share of its cluster's attempts over the last 10 s, from totals read twice a second; adds nothing to a request.</summary>
internal sealed class ShareWindow : BackgroundService
{
    private const int Readings = 20;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(0.5);

    private readonly ClusterRouters _routers;
    private readonly TimeProvider _time;
    // By the upstream itself, not by its name: one that a reload moves counts anew under the name it had.
    private readonly Queue<Dictionary<Upstream, long>> _readings = new();
    private Dictionary<(string Cluster, string Upstream), double> _shares = [];

    public ShareWindow(ClusterRouters routers, TimeProvider time)
    {
        _routers = routers;
        _time = time;
    }

    /// <summary>0…1; 0 while nothing was sent.</summary>
    public double Of(string cluster, string upstream) => Volatile.Read(ref _shares).GetValueOrDefault((cluster, upstream));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, _time);
        try
        {
            do
            {
                Read();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end. Of a start that fails, too, where the host would take an exception for a crash.
        }
    }

    internal void Read()
    {
        var oldest = _readings.TryPeek(out var reading) ? reading : [];
        var totals = new Dictionary<Upstream, long>();
        var shares = new Dictionary<(string Cluster, string Upstream), double>();
        foreach (var cluster in _routers.All)
        {
            var upstreams = cluster.Router.Upstreams;
            foreach (var upstream in upstreams)
            {
                totals[upstream] = upstream.Attempts;
            }

            var all = upstreams.Sum(Since);
            foreach (var upstream in upstreams)
            {
                shares[(cluster.ClusterId, upstream.Id)] = all > 0 ? (double)Since(upstream) / all : 0;
            }
        }

        Volatile.Write(ref _shares, shares);
        _readings.Enqueue(totals);
        if (_readings.Count > Readings)
        {
            _readings.Dequeue();
        }

        long Since(Upstream upstream) => totals[upstream] - oldest.GetValueOrDefault(upstream);
    }
}
