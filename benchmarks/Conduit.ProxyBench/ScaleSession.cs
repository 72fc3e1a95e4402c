using Conduit.ProxyBench.Load;
using Conduit.ProxyBench.Peers;
using Conduit.ProxyBench.Processes;
using Conduit.ProxyBench.Reports;

namespace Conduit.ProxyBench;

/// <summary>What a request costs as upstreams, connections and bodies grow, each alone: every round measures every size at every peer.</summary>
internal sealed class ScaleSession
{
    private const int UsualUpstreams = 2;
    private const int SpareFiles = 1_000;

    private static readonly Dictionary<string, IReadOnlyDictionary<string, string>> NoVariants = [];

    private readonly ScaleOptions _options;
    private readonly TextWriter _output;
    private readonly TimeProvider _time = TimeProvider.System;

    public ScaleSession(ScaleOptions options, TextWriter output)
    {
        _options = options;
        _output = output;
    }

    public async Task RunAsync(CancellationToken stop)
    {
        foreach (var missing in PeerCatalog.Missing.Where(_options.IsWanted))
        {
            await _output.WriteLineAsync($"{missing} is left out: it is not installed.");
        }

        var report = new ScaleReport(_options, _time.GetUtcNow());
        if (_options.Upstreams.Count > 0)
        {
            report.Upstreams = await MeasureUpstreamsAsync(stop);
            await WriteAsync(report);
        }

        if (_options.Connections.Count > 0)
        {
            report.Connections = await MeasureConnectionsAsync(stop);
            await WriteAsync(report);
        }

        if (_options.Bodies.Count > 0)
        {
            report.Bodies = await MeasureBodiesAsync(stop);
            await WriteAsync(report);
        }

        await _output.WriteLineAsync(report.ToMarkdown());
    }

    /// <summary>After each part, since the next takes its minutes and may fail.</summary>
    private async Task WriteAsync(ScaleReport report)
    {
        if (_options.Report is { } file)
        {
            await ReportSection.ReplaceAsync(file, "bench-proxy scale", report.ToMarkdown());
        }
    }

    /// <summary>Peers before each pool run side by side; one process is all the upstreams, and smaller pools are the first of the largest.</summary>
    private async Task<List<Measurement>> MeasureUpstreamsAsync(CancellationToken stop)
    {
        await using var fleet = new Fleet(_time);
        var all = LoopbackPool.Of(_options.Upstreams.Max());
        var load = LoadSource.For(0, ScaleCases.UsualConnections, _time);
        var steps = new List<ScaleStep>();
        foreach (var count in _options.Upstreams.OrderDescending())
        {
            var peers = await StartAsync(fleet, [.. all.Take(count)], ScaleCases.UsualConnections, withUpstreams: count == all.Count, stop);
            steps.Insert(0, new(ScaleCases.Upstreams(count), peers.FindAll(peer => peer.Peer.Name != PeerCatalog.Direct), load));
        }

        return await MeasureAsync(steps, stop);
    }

    private async Task<List<Measurement>> MeasureConnectionsAsync(CancellationToken stop)
    {
        await using var fleet = new Fleet(_time);
        var limit = OpenFiles.Limit();
        var counts = _options.Connections.Where(count => count + SpareFiles <= limit).ToList();
        foreach (var count in _options.Connections.Except(counts))
        {
            await _output.WriteLineAsync($"{ScaleCases.Connections(count)} are left out: a process may have {limit} files open (ulimit -Hn).");
        }

        var peers = await StartAsync(fleet, LoopbackPool.Of(UsualUpstreams), counts.DefaultIfEmpty().Max(), withUpstreams: true, stop);
        return await MeasureAsync([.. counts.Select(count => new ScaleStep(ScaleCases.Connections(count), peers, new EventLoopLoad(ScaleCases.LoadOver(count), _time)))], stop);
    }

    private async Task<List<Measurement>> MeasureBodiesAsync(CancellationToken stop)
    {
        await using var fleet = new Fleet(_time);
        var peers = await StartAsync(fleet, LoopbackPool.Of(UsualUpstreams), ScaleCases.BodyConnections, withUpstreams: true, stop);
        return await MeasureAsync(
            [
                .. _options.Bodies.Select(bytes => new ScaleStep(ScaleCases.Download(bytes), peers, new EventLoopLoad(ScaleCases.DownloadOf(bytes), _time))),
                .. _options.Bodies.Select(bytes => new ScaleStep(ScaleCases.Upload(bytes), peers, new EventLoopLoad(ScaleCases.UploadOf(bytes), _time))),
            ],
            stop);
    }

    private async Task<List<RunningPeer>> StartAsync(Fleet fleet, IReadOnlyList<Uri> upstreams, int connections, bool withUpstreams, CancellationToken stop)
    {
        var peers = new List<RunningPeer>();
        foreach (var peer in new PeerCatalog(fleet.Folder($"{upstreams.Count}"), upstreams, connections, NoVariants).Peers)
        {
            var isUpstream = peer.Name == PeerCatalog.Direct;
            if (isUpstream ? !withUpstreams : !_options.IsWanted(peer.Name))
            {
                continue;
            }

            // What it has allocated is not asked here: with a large pool the answer costs more than the requests.
            var running = await fleet.StartAsync(peer with { AllocatedPath = null }, stop);
            await _output.WriteLineAsync($"warming up {peer.Name}, {ScaleCases.Upstreams(upstreams.Count)}");
            await LoadSource.For(0, ScaleCases.UsualConnections, _time).WarmUpAsync(peer.Address, _options.WarmUp, stop);
            if (_options.IsWanted(peer.Name))
            {
                peers.Add(running);
            }
        }

        return peers;
    }

    private async Task<List<Measurement>> MeasureAsync(List<ScaleStep> steps, CancellationToken stop)
    {
        var measurements = new List<Measurement>();
        for (var round = 0; round < _options.Rounds; round++)
        {
            foreach (var step in steps)
            {
                foreach (var peer in step.Peers)
                {
                    var measured = await peer.MeasureAsync(step.Load, step.Name, round, _options.Round, stop);
                    measurements.Add(measured);
                    await _output.WriteLineAsync($"round {round + 1}: {measured}");
                }
            }
        }

        return measurements;
    }
}
