using System.Net;
using Conduit.Simulator.Load;
using Conduit.Simulator.Reports;
using Conduit.Simulator.Runs;
using Conduit.Simulator.Runs.Comparing;
using Conduit.Simulator.Runs.Lease;
using Conduit.Simulator.Runs.Target;
using Conduit.Simulator.Scenarios.Model;
using Conduit.Simulator.Terminal;

namespace Conduit.Simulator.Commands;

/// <summary>One live comparison from the command line, from checks to exit code. Nothing starts before every check has passed.</summary>
internal sealed class CompareTargetsSession
{
    private static readonly TimeSpan ControlTimeout = TimeSpan.FromSeconds(3);

    private readonly CommandHost _host;
    private readonly CompareTargetsRequest _request;

    public CompareTargetsSession(CommandHost host, CompareTargetsRequest request)
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

        ReportFile? reportFile = null;
        if (_request.Report is { } path && (reportFile = ReportFile.Open(path, ReportFile.Json, out var unwritable)) is null)
        {
            return _host.Refuse(ExitCode.BadInput, $"--report {unwritable}");
        }

        using var control = LoadClient.Create(ControlTimeout);
        try
        {
            return await CheckAndRunAsync(scenario, control, reportFile, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Before the run began: there is nothing to report and nothing to take back.
            return ExitCode.Interrupted;
        }
    }

    private async Task<ExitCode> CheckAndRunAsync(Scenario scenario, HttpMessageInvoker control, ReportFile? reportFile, CancellationToken stop)
    {
        var version = _request.Http2 ? HttpVersion.Version20 : HttpVersion.Version11;
        var (lineup, problem) = await TargetLineup.LookAsync(
            new TargetProbe(control, _host.Time, "--targets"), _request.Targets, _request.Controls, version, scenario, stop);
        if (problem is not null)
        {
            return Refuse(problem);
        }

        LabLease? lease = null;
        if (_request.Lab is { } lab)
        {
            (lease, problem) = await LabLease.TakeAsync(control, _host.Time, lab, [lineup!.Upstreams, .. lineup.Targets.Select(target => target.Target)], stop);
            if (problem is not null)
            {
                return Refuse(problem);
            }
        }

        ComparisonReport report;
        await using (lease)
        {
            (report, problem) = await RunAsync(scenario, lineup!, control, stop);
            if (lease?.Lost is { } lost)
            {
                report = report with { Warnings = [.. report.Warnings!, lost] };
            }
        }

        ComparisonTable.Write(_host.Console, report);
        if (reportFile is not null)
        {
            await reportFile.WriteAsync(ReportJson.Write(report));
        }

        return problem is not null ? ExitCode.Unreachable : report.Complete == true ? ExitCode.Ok : ExitCode.Interrupted;
    }

    private async Task<(ComparisonReport Report, RunProblem? Problem)> RunAsync(Scenario scenario, TargetLineup lineup, HttpMessageInvoker control, CancellationToken stop)
    {
        var settings = new RunSettings(_request.Seed ?? scenario.Seed, _request.RateFactor);
        var comparison = new LiveComparison(scenario, settings, lineup, control, _host.Time);
        var running = comparison.RunAsync(stop);
        var title = $"{scenario.Name} → {string.Join(", ", lineup.Targets.Select(target => target.Name))}";
        await new LiveComparisonDisplay(_host.Console, _host.Time, title).ShowAsync(() => comparison.Progress, running);
        var results = await running;
        if (results[0].Problem is { } problem)
        {
            Refuse(problem);
        }

        return (LiveComparisonReport.Of(lineup.Targets, results), results[0].Problem);
    }

    private ExitCode Refuse(RunProblem problem)
        => _host.Refuse(problem.Kind == RunProblemKind.BadInput ? ExitCode.BadInput : ExitCode.Unreachable, problem.Message);
}
