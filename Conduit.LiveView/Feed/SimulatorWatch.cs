using Conduit.LiveView.Apis;
using Conduit.LiveView.State;
using Microsoft.Extensions.Options;

namespace Conduit.LiveView.Feed;

/// <summary>Asks the simulator once a second what it runs, once for all viewers.</summary>
internal sealed class SimulatorWatch : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly Uri _runs;
    private readonly Uri _scenarios;
    private readonly ApiReader _reader;
    private readonly LiveState _state;
    private readonly TimeProvider _time;
    private IReadOnlyList<ScenarioMessage> _known = [];

    public SimulatorWatch(IOptions<LiveViewOptions> options, ApiReader reader, LiveState state, TimeProvider time)
    {
        _runs = new Uri(options.Value.Simulator, "/runs?limit=1");
        _scenarios = new Uri(options.Value.Simulator, "/scenarios");
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
                _state.Accept(await LookAsync(stoppingToken));
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end.
        }
    }

    private async Task<SimulatorView> LookAsync(CancellationToken stop)
    {
        var runs = await _reader.GetAsync(_runs, ApiForm.Of<IReadOnlyList<RunMessage>>(), stop);
        if (runs is null)
        {
            // Another one may come back.
            _known = [];
            return SimulatorView.Unknown;
        }

        if (_known.Count == 0)
        {
            _known = await _reader.GetAsync(_scenarios, ApiForm.Of<IReadOnlyList<ScenarioMessage>>(), stop) ?? [];
        }

        return new SimulatorView(Answers: true, runs.FirstOrDefault(run => run.IsRunning), _known);
    }
}
