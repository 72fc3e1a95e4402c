using System.Globalization;
using Conduit.Simulator.Load;
using Conduit.Simulator.Runs.Target;

namespace Conduit.Simulator.Runs.Faults;

/// <summary>
/// Sets the scenario's faults on the upstreams' control ports, each at its time. Every fault carries its own end, so that
/// none outlives a run that dies; a run that ends early takes back what it has set, and only that.
/// </summary>
internal sealed class FaultDriver
{
    private const int Tries = 3;
    private const int MostQuoted = 400;

    // Less than a service that ends has for everything.
    private static readonly TimeSpan ToBeAnswered = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(250);

    private readonly HttpMessageInvoker _http;
    private readonly LabTarget _target;
    private readonly RunPlan _plan;
    private readonly RunClock _clock;
    private readonly Dictionary<string, TimeSpan> _inForceUntil = new(StringComparer.Ordinal);

    public FaultDriver(HttpMessageInvoker http, LabTarget target, RunPlan plan, RunClock clock)
    {
        _http = http;
        _target = target;
        _plan = plan;
        _clock = clock;
    }

    /// <summary>Sets each fault at its time and returns after the last.</summary>
    /// <param name="run">The run; ended where a fault could not be set.</param>
    /// <returns>Why a fault could not be set; null when all are, or the run was ended before.</returns>
    public async Task<RunProblem?> RunAsync(CancellationTokenSource run)
    {
        try
        {
            var problem = await SetAllAsync(run.Token);
            if (problem is not null)
            {
                await run.CancelAsync();
            }

            return problem;
        }
        catch (OperationCanceledException) when (run.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Takes back the faults of this run that are still in force.</summary>
    /// <returns>What could not be taken back.</returns>
    public async Task<IReadOnlyList<string>> ClearAsync()
    {
        string[] broken;
        lock (_inForceUntil)
        {
            broken = [.. _inForceUntil.Where(entry => entry.Value > _clock.Elapsed).Select(entry => entry.Key)];
            _inForceUntil.Clear();
        }

        var failures = await Task.WhenAll(broken.Select(ClearAsync));
        return [.. failures.OfType<string>()];
    }

    private async Task<RunProblem?> SetAllAsync(CancellationToken stop)
    {
        foreach (var start in _plan.Rounds().SelectMany(round => _plan.FaultsAround(round).GroupBy(fault => fault.From).OrderBy(group => group.Key)))
        {
            await _clock.WaitAsync(start.Key, stop);
            var problems = await Task.WhenAll(start.Select(fault => fault.Fault.On!).Distinct(StringComparer.Ordinal).Select(name => SetAsync(name, stop)));
            if (problems.FirstOrDefault(problem => problem is not null) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private async Task<string?> ClearAsync(string name)
    {
        // Not to be cancelled: this is what a cancelled run must still do.
        var (status, body) = await CallAsync(name, HttpMethod.Delete, () => null, CancellationToken.None, CancellationToken.None);
        return status is >= 200 and < 300 ? null : $"faults on '{name}' could not be cleared and end by themselves: {Why(status, body)}";
    }

    private async Task<RunProblem?> SetAsync(string name, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        lock (_inForceUntil)
        {
            // Before the call: one that is cut off may have reached the upstream all the same.
            _inForceUntil[name] = Now(name).Until;
        }

        // Once sent it is not cut off with the run: it might come into force after it was taken back.
        using var tooLate = new CancellationTokenSource();
        await using var stopping = stop.Register(() => tooLate.CancelAfter(ToBeAnswered));
        var (status, body) = await CallAsync(name, HttpMethod.Put, () => Now(name).Json, tooLate.Token, stop);
        return status is >= 200 and < 300
            ? null
            : new RunProblem(RunProblemKind.Unreachable, $"faults could not be set on '{name}' at {_target.Controls[name]}: {Why(status, body)}");
    }

    private FaultRequest Now(string name)
    {
        var now = _clock.Elapsed;
        return FaultRequest.At(_plan.FaultsAround(now), name, now);
    }

    private async Task<(int? Status, string Body)> CallAsync(string name, HttpMethod method, Func<string?> json, CancellationToken abort, CancellationToken stop)
    {
        var chaos = new Uri(_target.Controls[name], "/chaos");
        for (var attempt = 1; ; attempt++)
        {
            var answer = await ControlCall.SendAsync(_http, _clock.Time, method, chaos, json(), abort);
            if (attempt == Tries || answer.Status is >= 200 and < 500)
            {
                return answer;
            }

            await Task.Delay(BetweenTries, _clock.Time, stop);
        }
    }

    private static string Why(int? status, string body)
        => status is { } code ? string.Create(CultureInfo.InvariantCulture, $"it answered {code}: {(body.Length > MostQuoted ? body[..MostQuoted] + "…" : body)}") : body;
}
