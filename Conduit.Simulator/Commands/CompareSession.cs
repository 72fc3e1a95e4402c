using Conduit.Simulator.Reports;
using Conduit.Simulator.Reports.Documents;
using Conduit.Simulator.Terminal;
using Conduit.Simulator.Virtual;
using Conduit.Simulator.Virtual.Comparing;

namespace Conduit.Simulator.Commands;

/// <summary>One comparison from the command line, from checks to exit code.</summary>
internal sealed class CompareSession
{
    private readonly CommandHost _host;
    private readonly CompareRequest _request;

    public CompareSession(CommandHost host, CompareRequest request)
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

        if (VirtualRunOptions.TryCreate(scenario, VirtualPolicies.All[0], _request.Bare, out var mistakes) is null)
        {
            return _host.Refuse(ExitCode.BadInput, mistakes.Select(mistake => $"{file.Path}: {mistake}"));
        }

        ReportFile? reportFile = null;
        if (_request.Report is { } path && (reportFile = ReportFile.Open(path, out var unwritable)) is null)
        {
            return _host.Refuse(ExitCode.BadInput, $"--report {unwritable}");
        }

        var comparison = new PolicyComparison(scenario, _request.Policies, _request.Seeds is [] ? [scenario.Seed] : _request.Seeds, _request.RateFactor, _request.Bare);
        var running = Task.Factory.StartNew(() => comparison.Run(stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await WaitDisplay.ShowAsync(_host.Console, _host.Time, () => comparison.Progress, running);
        var report = await running;
        if (report is null)
        {
            return ExitCode.Interrupted;
        }

        ComparisonTable.Write(_host.Console, report);
        if (reportFile is not null)
        {
            await reportFile.WriteAsync(await ReportText.OfAsync(new ComparisonStory(report, scenario, comparison.Rows, Command(report)), reportFile.Format));
        }

        return ExitCode.Ok;
    }

    private string Command(ComparisonReport report) => new CommandText("compare", _request.Scenario)
        .With("--policies", string.Join(',', _request.Policies), when: _request.Policies.Count < VirtualPolicies.All.Count)
        .With("--seeds", string.Join(',', report.Seeds))
        .With("--rate-factor", report.RateFactor, when: !report.RateFactor.Equals(1))
        .With("--bare", when: report.Bare)
        .ToString();
}
