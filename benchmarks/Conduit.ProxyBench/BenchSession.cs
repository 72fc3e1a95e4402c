using Conduit.ProxyBench.Load;
using Conduit.ProxyBench.Peers;
using Conduit.ProxyBench.Processes;
using Conduit.ProxyBench.Reports;

namespace Conduit.ProxyBench;

/// <summary>One run: starts upstreams and peers, warms them up, measures in interleaved rounds, ends all of them.</summary>
internal sealed class BenchSession
{
    private readonly BenchOptions _options;
    private readonly TextWriter _output;
    private readonly TimeProvider _time = TimeProvider.System;

    public BenchSession(BenchOptions options, TextWriter output)
    {
        _options = options;
        _output = output;
    }

    public async Task<int> RunAsync(CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("conduit-bench-");
        var running = new List<RunningPeer>();
        try
        {
            var catalog = new PeerCatalog(folder, _options.Variants);
            foreach (var missing in catalog.Missing.Where(name => IsWanted(name)))
            {
                await _output.WriteLineAsync($"{missing} is left out: it is not installed.");
            }

            foreach (var peer in catalog.Peers.Where(peer => peer.Name == PeerCatalog.Direct || IsWanted(peer.Name)))
            {
                running.Add(await RunningPeer.StartAsync(peer, _time, stop));
            }

            var wanted = running.FindAll(peer => IsWanted(peer.Peer.Name));
            await WarmUpAsync(wanted, stop);
            var report = new BenchReport(_options, await MeasureAsync(wanted, stop), _time.GetUtcNow());
            await _output.WriteLineAsync(report.ToMarkdown());
            if (_options.Report is { } file)
            {
                await report.WriteAsync(file);
            }

            return 0;
        }
        finally
        {
            running.Reverse();
            foreach (var peer in running)
            {
                await peer.DisposeAsync();
            }

            folder.Delete(recursive: true);
        }
    }

    private bool IsWanted(string name) => _options.Only.Count == 0 || _options.Only.Contains(name, StringComparer.OrdinalIgnoreCase) || _options.Variants.ContainsKey(name);

    private async Task WarmUpAsync(List<RunningPeer> peers, CancellationToken stop)
    {
        foreach (var peer in peers)
        {
            await _output.WriteLineAsync($"warming up {peer.Peer.Name}");
            await LoadSource.For(0, _options.Connections, _time).RunAsync(peer.Peer.Address, _options.WarmUp, stop);
        }
    }

    private async Task<List<Measurement>> MeasureAsync(List<RunningPeer> peers, CancellationToken stop)
    {
        var measurements = new List<Measurement>();
        foreach (var rate in _options.Rates)
        {
            var load = LoadSource.For(rate, _options.Connections, _time);
            for (var round = 0; round < _options.Rounds; round++)
            {
                foreach (var peer in peers)
                {
                    var measured = await peer.MeasureAsync(load, rate, round, _options.Round, stop);
                    measurements.Add(measured);
                    await _output.WriteLineAsync($"round {round + 1}: {measured}");
                }
            }
        }

        return measurements;
    }
}
