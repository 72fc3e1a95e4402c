using System.Net.Sockets;
using Conduit.Upstreams.Faults;
using Conduit.Upstreams.Listening;
using Microsoft.AspNetCore.Connections;

namespace Conduit.Upstreams.Chaos;

/// <summary>Closes and opens the data ports as <c>refuse</c> and <c>crash</c> begin and end. Thread-safe.</summary>
internal sealed class ListenerFaults : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(500);

    private readonly ChaosState _chaos;
    private readonly ClosableTransport _transport;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _applying = new(1);
    private readonly SemaphoreSlim _replaced = new(0);

    public ListenerFaults(ChaosState chaos, ClosableTransport transport, TimeProvider time, ILogger<ListenerFaults> log)
    {
        _chaos = chaos;
        _transport = transport;
        _time = time;
        _log = log;
    }

    public override void Dispose()
    {
        base.Dispose();
        _applying.Dispose();
        _replaced.Dispose();
    }

    /// <summary>To be called when the faults were replaced: on return the ports are as the new ones want them.</summary>
    public async Task FollowAsync()
    {
        await ApplyAsync();
        _replaced.Release();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await ChangeAsync(await ApplyAsync(), stoppingToken);
        }
    }

    /// <returns>How long this holds; null until the faults are replaced.</returns>
    private async Task<TimeSpan?> ApplyAsync()
    {
        await _applying.WaitAsync();
        try
        {
            var now = _chaos.Now;
            var faults = _chaos.Faults;
            await RefuseFault.ApplyAsync(_transport, listens: faults.Listens(now));
            if (faults.Crashed(now))
            {
                CrashFault.Apply(_transport);
            }

            return faults.NextListeningChange(now) - now;
        }
        catch (Exception exception) when (exception is AddressInUseException or SocketException)
        {
            // Somebody took the port while it was closed.
            UpstreamLog.CannotListen(_log, exception.Message);
            return RetryAfter;
        }
        finally
        {
            _applying.Release();
        }
    }

    /// <summary>Waits until the faults were replaced or <paramref name="longest"/> is over.</summary>
    private async Task ChangeAsync(TimeSpan? longest, CancellationToken stopping)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        try
        {
            await await Task.WhenAny(_replaced.WaitAsync(ends.Token), Task.Delay(longest ?? Timeout.InfiniteTimeSpan, _time, ends.Token));
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
        finally
        {
            await ends.CancelAsync();
        }
    }
}
