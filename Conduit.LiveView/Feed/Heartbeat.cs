using Conduit.LiveView.State;

namespace Conduit.LiveView.Feed;

/// <summary>Makes a snapshot twice a second: as often as the proxy speaks, and as often as eyes can follow.</summary>
internal sealed class Heartbeat : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(0.5);

    private readonly LiveState _state;
    private readonly TimeProvider _time;

    public Heartbeat(LiveState state, TimeProvider time)
    {
        _state = state;
        _time = time;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                _state.Publish();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end.
        }
    }
}
