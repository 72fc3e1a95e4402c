using Microsoft.Extensions.Options;

namespace Conduit.Proxy;

/// <summary>
/// Ends the proxy in order: from now on it is not ready, yet it serves on, so that whoever balances over it can turn away.
/// The listeners close when no request is left, or when the time for that is up.
/// </summary>
internal sealed class Drain : IHostedLifecycleService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly Admission _admission;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _time;
    private readonly TimeSpan _limit;

    public Drain(Admission admission, IHostApplicationLifetime lifetime, TimeProvider time, IOptions<ConduitOptions> options)
    {
        _admission = admission;
        _lifetime = lifetime;
        _time = time;
        _limit = options.Value.DrainFor;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        // A signal has said so already; a host that is stopped by a call says so only after this.
        _lifetime.StopApplication();
        var began = _time.GetTimestamp();
        using var timer = new PeriodicTimer(Interval, _time);
        while (_admission.Count > 0 && _time.GetElapsedTime(began) < _limit)
        {
            try
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
