using Conduit.Simulator.Reports;
using Conduit.Simulator.Reports.Documents;
using Conduit.Simulator.Reports.Series;
using Conduit.Simulator.Runs;
using Conduit.Simulator.Terminal;
using Conduit.Simulator.Virtual;

namespace Conduit.Simulator.Commands;

/// <summary>One virtual run from the command line, from checks to exit code.</summary>
internal sealed class VirtualSession
{
    private readonly CommandHost _host;
    private readonly VirtualRequest _request;

    public VirtualSession(CommandHost host, VirtualRequest request)
    {
        _host = host;
        _request = request;
    }

    public async Task<ExitCode> RunAsync(CancellationToken stop)
    {
        var file = _host.Catalog.Load(_request.Scenario);
        if (file.Scenario is not { } scenario)
        {
            return _host.Refuse(ExitCode.BadInput, file.Problems);
        }

        if (VirtualPolicies.Find(_request.Policy) is not { } policy)
        {
            return _host.Refuse(ExitCode.BadInput, VirtualPolicies.Unknown("--policy", _request.Policy));
        }

        if (VirtualRunOptions.TryCreate(scenario, policy, bare: false, out var mistakes) is not { } options)
        {
            return _host.Refuse(ExitCode.BadInput, mistakes.Select(mistake => $"{file.Path}: {mistake}"));
        }

        ReportFile? reportFile = null;
        if (_request.Report is { } path && (reportFile = ReportFile.Open(path, out var unwritable)) is null)
        {
            return _host.Refuse(ExitCode.BadInput, $"--report {unwritable}");
        }

        var run = new VirtualRun(scenario, new RunSettings(_request.Seed ?? scenario.Seed, _request.RateFactor), options);
        var running = Task.Factory.StartNew(() => run.Run(stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await WaitDisplay.ShowAsync(_host.Console, _host.Time, () => run.Progress, running);
        var result = await running;
        return await RunConclusion.ConcludeAsync(_host, Story(result), reportFile, _request.Quiet, stop);
    }

    private RunStory Story(VirtualResult result) => new(
        VirtualReport.Of(result),
        result.Scenario,
        result.Measurements.Read(view => TimeSeries.Of(view.Steps, result.Scenario, result.Settings.RateFactor, result.Reached)),
        new CommandText("run", _request.Scenario)
            .With("--virtual")
            .With("--policy", result.Policy)
            .With("--seed", result.Settings.Seed)
            .With("--rate-factor", result.Settings.RateFactor, when: !result.Settings.RateFactor.Equals(1))
            .ToString());
}
