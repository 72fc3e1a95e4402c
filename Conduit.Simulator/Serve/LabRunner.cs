using Conduit.Simulator.Reports;
using Conduit.Simulator.Runs;
using Conduit.Simulator.Runs.Target;
using Conduit.Simulator.Scenarios.Model;
using Microsoft.Extensions.Options;

namespace Conduit.Simulator.Serve;

/// <summary>Sends load through the lab as long as the service lives: round after round, and between them what is asked for.</summary>
internal sealed class LabRunner : BackgroundService
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private static readonly IReadOnlyDictionary<string, Uri> NoControls = new Dictionary<string, Uri>(StringComparer.Ordinal);

    private readonly SimulatorOptions _options;
    private readonly LoopScenario _loop;
    private readonly LabHold _hold;
    private readonly RunHistory _history;
    private readonly ClientMeter _meter;
    private readonly HttpMessageInvoker _control;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _time;
    private readonly ILogger<LabRunner> _logger;

    public LabRunner(
        IOptions<SimulatorOptions> options, LoopScenario loop, LabHold hold, RunHistory history, ClientMeter meter,
        HttpMessageInvoker control, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<LabRunner> logger)
    {
        _options = options.Value;
        _loop = loop;
        _hold = hold;
        _history = history;
        _meter = meter;
        _control = control;
        _lifetime = lifetime;
        _time = time;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _meter.Announce(_loop.Round);
        _meter.Announce(_loop.Pause);
        if (!await HasStartedAsync(stoppingToken))
        {
            return;
        }

        var round = 0UL;
        while (!stoppingToken.IsCancellationRequested)
        {
            LabTurn? turn = null;
            try
            {
                turn = await _hold.BeginAsync(stoppingToken);
                if (turn.Orphaned)
                {
                    await ClearOrphansAsync(turn.Stop);
                }

                await (turn.Posted is { } posted ? RunAsync(posted, turn.Stop) : LoopAsync(round++, turn.Stop));
            }
            catch (OperationCanceledException) when ((turn?.Stop ?? stoppingToken).IsCancellationRequested)
            {
                // Interrupted while it waited for the target: nothing had begun.
                turn?.Posted?.Ended(RunState.Cancelled, report: null, problem: null);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                // The service ends, and what it was using is being taken down around it.
                return;
            }
            finally
            {
                _hold.End();
            }
        }
    }

    /// <summary>Waits until the service listens: a start that fails, as on a port in use, must leave the lab alone. False if it did.</summary>
    private async Task<bool> HasStartedAsync(CancellationToken stop)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var listening = _lifetime.ApplicationStarted.Register(started.SetResult);
        await Task.WhenAny(started.Task, Task.Delay(Timeout.InfiniteTimeSpan, _time, stop));
        return started.Task.IsCompleted;
    }

    /// <summary>Takes back what a run has left that died: its faults would end by themselves, but only at their time.</summary>
    private async Task ClearOrphansAsync(CancellationToken stop)
    {
        var (target, _) = await new TargetProbe(_control, _time).LookAsync(_options.Target, NoControls, stop);
        var cleared = await Task.WhenAll((target?.Controls ?? NoControls).Values.Select(
            control => ControlCall.SendAsync(_control, _time, HttpMethod.Delete, new Uri(control, "/chaos"), null, stop)));
        ServeLog.OrphansCleared(_logger, cleared.Count(answer => answer.Status is >= 200 and < 300));
    }

    private async Task LoopAsync(ulong round, CancellationToken stop)
    {
        var (target, problem) = await LookAsync(_loop.Round, stop);
        for (; problem is not null; (target, problem) = await LookAsync(_loop.Round, stop))
        {
            ServeLog.Waiting(_logger, problem.Message);
            await WhileItLastsAsync(problem, stop);
        }

        var run = _history.Create(_loop.Round, (_options.Seed ?? _loop.Round.Seed) + round);
        _history.Add(run);
        await RunAsync(run, target!, stop);
        stop.ThrowIfCancellationRequested();
        await new LiveRun(_loop.Pause, new RunSettings(run.Seed), target!, _control, _time, measurement => _meter.Add(_loop.Pause, measurement)).RunAsync(stop);
    }

    // Says each problem once, however long it lasts.
    private async Task WhileItLastsAsync(RunProblem problem, CancellationToken stop)
    {
        RunProblem? now = problem;
        while (now?.Message == problem.Message)
        {
            await Task.Delay(RetryInterval, _time, stop);
            (_, now) = await LookAsync(_loop.Round, stop);
        }
    }

    private async Task RunAsync(RunEntry run, CancellationToken stop)
    {
        var (target, problem) = await LookAsync(run.Scenario, stop);
        if (problem is null)
        {
            _meter.Announce(run.Scenario);
            await RunAsync(run, target!, stop);
        }
        else
        {
            ServeLog.CannotRun(_logger, run.Scenario.Name, problem.Message);
            run.Ended(RunState.Failed, null, problem.Message);
        }
    }

    private async Task RunAsync(RunEntry entry, LabTarget target, CancellationToken stop)
    {
        ServeLog.Begins(_logger, entry.Scenario.Name, entry.Seed);
        var run = new LiveRun(entry.Scenario, new RunSettings(entry.Seed), target, _control, _time, measurement => _meter.Add(entry.Scenario, measurement));
        entry.Began(run);
        _meter.Follow(run);
        try
        {
            var result = await run.RunAsync(stop);
            var report = LiveReport.Of(result);
            entry.Ended(State(result), report, result.Problem?.Message);
            Log(result, report);
        }
        finally
        {
            _meter.Follow(null);
        }
    }

    private async Task<(LabTarget? Target, RunProblem? Problem)> LookAsync(Scenario scenario, CancellationToken stop)
    {
        var probe = new TargetProbe(_control, _time);
        var (target, problem) = await probe.LookAsync(_options.Target, NoControls, stop);
        return (target, problem ?? await probe.CheckAsync(target!, scenario, stop));
    }

    private static RunState State(RunResult result)
        => result.Problem is not null ? RunState.Failed : result.Complete ? RunState.Done : RunState.Cancelled;

    private void Log(RunResult result, RunReport report)
    {
        if (result.Problem is { } problem)
        {
            ServeLog.CannotRun(_logger, report.Scenario, problem.Message);
        }
        else if (report.Complete)
        {
            ServeLog.Ended(_logger, report.Scenario, report.Requests, report.SuccessRate, report.LatencyMs.P50, report.LatencyMs.P99);
        }
        else
        {
            ServeLog.Interrupted(_logger, report.Scenario, report.ElapsedSeconds);
        }
    }
}
