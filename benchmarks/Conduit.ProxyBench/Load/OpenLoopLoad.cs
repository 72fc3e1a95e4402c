using System.Runtime.InteropServices;

namespace Conduit.ProxyBench.Load;

/// <summary>A fixed rate whatever the answers take; latency counts from the intended start.</summary>
internal sealed partial class OpenLoopLoad(int rate, int connections, TimeProvider time) : LoadSource
{
    public override string Name => "own open loop";

    public override async Task<LoadResult> RunAsync(Uri address, TimeSpan length, CancellationToken stop)
    {
        using var client = Latencies.Client(connections);
        var latencies = new Latencies();
        var sending = new Task[(int)(rate * length.TotalSeconds)];
        var start = time.GetTimestamp();
        // A thread of its own: it sleeps with the system's resolution, which timers of the runtime have not.
        await Task.Factory.StartNew(Pace, stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.WhenAll(sending);
        return latencies.Result(time.GetElapsedTime(start));

        void Pace()
        {
            for (var i = 0; i < sending.Length; i++)
            {
                var due = TimeSpan.FromSeconds((double)i / rate);
                for (var left = due - time.GetElapsedTime(start); left > TimeSpan.Zero; left = due - time.GetElapsedTime(start))
                {
                    stop.ThrowIfCancellationRequested();
                    _ = Sleep((uint)Math.Ceiling(Math.Min(left.TotalMicroseconds, 100_000)));
                }

                sending[i] = latencies.SendAsync(client, address, () => time.GetElapsedTime(start) - due, stop);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "usleep")]
    private static partial int Sleep(uint microseconds);
}
