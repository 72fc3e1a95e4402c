using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Conduit.ProxyBench.Load;
using Conduit.ProxyBench.Peers;

namespace Conduit.ProxyBench.Processes;

/// <summary>A peer's process, ended with this one.</summary>
internal sealed partial class RunningPeer : IAsyncDisposable
{
    private const int Terminate = 15;
    private const int LastLines = 20;

    // Runtimes close connections to upstreams that were idle for a minute, as every peer is while the others are measured.
    private static readonly TimeSpan LeadIn = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly TimeProvider _time;
    private readonly ConcurrentQueue<string> _said = new();

    private RunningPeer(Peer peer, Process process, TimeProvider time)
    {
        Peer = peer;
        _process = process;
        _time = time;
    }

    public Peer Peer { get; }

    /// <summary>Starts it and waits until it answers.</summary>
    public static async Task<RunningPeer> StartAsync(Peer peer, TimeProvider time, CancellationToken stop)
    {
        var info = new ProcessStartInfo(peer.File, peer.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            RedirectStandardError = true,
            WorkingDirectory = peer.Folder,
        };
        foreach (var (key, value) in peer.Environment)
        {
            info.Environment[key] = value;
        }

        var process = new Process { StartInfo = info };
        var running = new RunningPeer(peer, process, time);
        process.OutputDataReceived += (_, line) => running.Remember(line.Data);
        process.ErrorDataReceived += (_, line) => Console.Error.Write(string.IsNullOrWhiteSpace(line.Data) ? "" : $"{peer.Name}: {line.Data}{Environment.NewLine}");
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await running.WaitUntilItAnswersAsync(stop);
            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    public async Task<Measurement> MeasureAsync(LoadSource load, string name, int round, TimeSpan length, CancellationToken stop)
    {
        var (allocated, resident, cpu) = (default(long?), 0L, TimeSpan.Zero);
        var result = await load.RunAsync(Peer.Address, LeadIn, length, BeginAsync, stop);
        return new()
        {
            Peer = Peer.Name,
            Case = name,
            Round = round,
            Load = result,
            Cpu = ProcessTree.Cpu(_process.Id) - cpu,
            ResidentBytesBefore = resident,
            PeakResidentBytes = ProcessTree.PeakResidentBytes(_process.Id),
            ResidentBytes = ProcessTree.ResidentBytes(_process.Id),
            AllocatedBytes = await Peer.AllocatedAsync(stop) - allocated,
        };

        async Task BeginAsync()
        {
            allocated = await Peer.AllocatedAsync(stop);
            resident = ProcessTree.ResidentBytes(_process.Id);
            ProcessTree.ForgetPeak(_process.Id);
            cpu = ProcessTree.Cpu(_process.Id);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _ = Kill(_process.Id, Terminate);
        }

        using var mercy = new CancellationTokenSource(EndsWithin, _time);
        try
        {
            await _process.WaitForExitAsync(mercy.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private async Task WaitUntilItAnswersAsync(CancellationToken stop)
    {
        using var client = new HttpClient();
        var start = _time.GetTimestamp();
        while (true)
        {
            try
            {
                using var response = await client.GetAsync(Peer.Address, stop);
                response.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException exception)
            {
                if (_process.HasExited || _time.GetElapsedTime(start) > StartsWithin)
                {
                    throw new PeerException($"{Peer.Name} does not answer at {Peer.Address}: {exception.Message}; {await FateAsync(stop)}", exception);
                }

                await Task.Delay(Poll, _time, stop);
            }
        }
    }

    private async Task<string> FateAsync(CancellationToken stop)
    {
        var fate = $"it is not ready after {StartsWithin.TotalSeconds} s";
        if (_process.HasExited)
        {
            // Its last lines included.
            await _process.WaitForExitAsync(stop);
            fate = $"it ended with code {_process.ExitCode}";
        }

        return _said.IsEmpty ? fate : $"{fate}, and said last:{Environment.NewLine}{string.Join(Environment.NewLine, _said)}";
    }

    private void Remember(string? line)
    {
        if (!string.IsNullOrWhiteSpace(line))
        {
            _said.Enqueue(line);
        }

        while (_said.Count > LastLines)
        {
            _said.TryDequeue(out _);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
