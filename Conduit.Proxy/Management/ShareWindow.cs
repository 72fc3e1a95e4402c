using Conduit.Yarp;

namespace Conduit.Proxy.Management;

/// <summary>Each upstream's share of its cluster's attempts over the last 10 s, from totals read twice a second; adds nothing to a request.</summary>
internal sealed class ShareWindow : BackgroundService
{
    private const int Readings = 20;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(0.5);

    private readonly ClusterRouters _routers;
    private readonly TimeProvider _time;
    private readonly Queue<Dictionary<(string Cluster, string Upstream), long>> _readings = new();
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

    private void Read()
    {
        var totals = _routers.All
            .SelectMany(cluster => cluster.Router.Upstreams, (cluster, upstream) => ((cluster.ClusterId, upstream.Id), upstream.Attempts))
            .ToDictionary();
        var since = totals.ToDictionary(
            entry => entry.Key,
            entry => entry.Value - (_readings.TryPeek(out var oldest) ? oldest.GetValueOrDefault(entry.Key) : 0));
        var ofCluster = since.GroupBy(entry => entry.Key.ClusterId).ToDictionary(group => group.Key, group => group.Sum(entry => entry.Value));
        Volatile.Write(ref _shares, since.ToDictionary(
            entry => (entry.Key.ClusterId, entry.Key.Id),
            entry => ofCluster[entry.Key.ClusterId] > 0 ? (double)entry.Value / ofCluster[entry.Key.ClusterId] : 0));
        _readings.Enqueue(totals.ToDictionary(entry => (entry.Key.ClusterId, entry.Key.Id), entry => entry.Value));
        if (_readings.Count > Readings)
        {
            _readings.Dequeue();
        }
    }
}
