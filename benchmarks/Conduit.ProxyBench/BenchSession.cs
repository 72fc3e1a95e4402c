using Conduit.ProxyBench.Load;
using Conduit.ProxyBench.Peers;
using Conduit.ProxyBench.Processes;
using Conduit.ProxyBench.Reports;

namespace Conduit.ProxyBench;

/// <summary>One comparison: starts upstreams and peers, warms them up, measures in interleaved rounds, ends all of them.</summary>
internal sealed class BenchSession
{
    private const int Upstreams = 2;

    private static readonly TimeSpan StealLook = TimeSpan.FromSeconds(0.5);

    private readonly BenchOptions _options;
    private readonly TextWriter _output;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly List<Steal> _steals = [];

    public BenchSession(BenchOptions options, TextWriter output)
    {
        _options = options;
        _output = output;
    }

    public async Task RunAsync(CancellationToken stop)
    {
        await using var fleet = new Fleet(_time);
        var catalog = new PeerCatalog(fleet.Folder("peers"), LoopbackPool.Of(Upstreams), _options.Connections, _options.Variants);
        foreach (var missing in PeerCatalog.Missing.Where(_options.IsWanted))
        {
            await _output.WriteLineAsync($"{missing} is left out: it is not installed.");
        }

        var peers = new List<RunningPeer>();
        foreach (var peer in catalog.Peers.Where(peer => peer.Name == PeerCatalog.Direct || _options.IsWanted(peer.Name)))
        {
            var running = await fleet.StartAsync(peer, stop);
            if (_options.IsWanted(peer.Name))
            {
                peers.Add(running);
            }
        }

        foreach (var peer in peers)
        {
            await _output.WriteLineAsync($"warming up {peer.Peer.Name}");
            await LoadSource.For(0, _options.Connections, _time).WarmUpAsync(peer.Peer.Address, _options.WarmUp, stop);
        }

        var text = new BenchReport(_options, await MeasureAsync(peers, stop), _steals, _time.GetUtcNow()).ToMarkdown();
        await _output.WriteLineAsync(text);
        if (_options.Report is { } file)
        {
            await ReportSection.ReplaceAsync(file, "bench-proxy", text);
        }
    }

    private async Task<List<Measurement>> MeasureAsync(List<RunningPeer> peers, CancellationToken stop)
    {
        var measurements = new List<Measurement>();
        foreach (var pace in _options.Paces)
        {
            var load = LoadSource.For(pace == Pace.Half ? HalfLoad.Rate(measurements) : pace.Rate, _options.Connections, _time);
            for (var round = 0; round < _options.Rounds; round++)
            {
                _steals.Add(StealProbe.Measure(_time, StealLook));
                // Each round begins with the next: what comes and goes with a period is not to meet the same one each time.
                var first = round % peers.Count;
                foreach (var peer in peers[first..].Concat(peers[..first]))
                {
                    var measured = await peer.MeasureAsync(load, pace.Name, round, _options.Round, stop);
                    measurements.Add(measured);
                    await _output.WriteLineAsync($"round {round + 1}: {measured}");
                }
            }
        }

        return measurements;
    }
}
