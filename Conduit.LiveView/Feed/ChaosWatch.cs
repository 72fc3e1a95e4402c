using Conduit.LiveView.Apis;
using Conduit.LiveView.State;

namespace Conduit.LiveView.Feed;

/// <summary>Asks each upstream's control port once a second which faults are in force, once for all viewers.</summary>
internal sealed class ChaosWatch : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly ApiReader _reader;
    private readonly LiveState _state;
    private readonly TimeProvider _time;

    public ChaosWatch(ApiReader reader, LiveState state, TimeProvider time)
    {
        _reader = reader;
        _state = state;
        _time = time;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, _time);
        try
        {
            do
            {
                await Task.WhenAll(_state.Snapshot.Upstreams.DistinctBy(upstream => upstream.Id).Select(upstream => LookAsync(upstream, stoppingToken)));
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end.
        }
    }

    private async Task LookAsync(UpstreamView upstream, CancellationToken stop)
        => _state.Accept(upstream.Id, ControlPort.ChaosOf(upstream.Address) is { } chaos ? await _reader.GetAsync(chaos, ApiForm.Of<ChaosMessage>(), stop) : null);
}
