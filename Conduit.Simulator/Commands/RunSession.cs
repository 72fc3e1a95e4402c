using System.Net;
using Conduit.Simulator.Load;
using Conduit.Simulator.Reports;
using Conduit.Simulator.Runs;
using Conduit.Simulator.Runs.Lease;
using Conduit.Simulator.Runs.Target;
using Conduit.Simulator.Scenarios.Model;
using Conduit.Simulator.Terminal;

namespace Conduit.Simulator.Commands;

/// <summary>One live run from the command line, from checks to exit code. Nothing starts before every check has passed.</summary>
internal sealed class RunSession
{
    private static readonly TimeSpan ControlTimeout = TimeSpan.FromSeconds(3);

    private readonly CommandHost _host;
    private readonly RunRequest _request;

    public RunSession(CommandHost host, RunRequest request)
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
        var probe = new TargetProbe(control, _host.Time);
        var (target, problem) = await probe.LookAsync(_request.Target, _request.Controls, stop, _request.Http2 ? HttpVersion.Version20 : HttpVersion.Version11);
        problem ??= await probe.CheckAsync(target!, scenario, stop);
        if (problem is not null)
        {
            return Refuse(problem);
        }

        LabLease? lease = null;
        if (_request.Lab is { } lab)
        {
            (lease, problem) = await LabLease.TakeAsync(control, _host.Time, lab, [target!], stop);
            if (problem is not null)
            {
                return Refuse(problem);
            }
        }

        RunReport report;
        await using (lease)
        {
            report = await RunAsync(scenario, target!, control, stop);
            if (lease?.Lost is { } lost)
            {
                report = report with { Warnings = [.. report.Warnings, lost] };
            }
        }

        return await RunConclusion.ConcludeAsync(_host, report, reportFile, _request.Quiet, stop);
    }

    private async Task<RunReport> RunAsync(Scenario scenario, LabTarget target, HttpMessageInvoker control, CancellationToken stop)
    {
        var settings = new RunSettings(_request.Seed ?? scenario.Seed, _request.RateFactor);
        var run = new LiveRun(scenario, settings, target, control, _host.Time);
        var running = run.RunAsync(stop);
        await Display(scenario).ShowAsync(() => run.Progress, running);
        var result = await running;
        if (result.Problem is { } problem)
        {
            Refuse(problem);
        }

        return LiveReport.Of(result);
    }

    private IRunDisplay Display(Scenario scenario)
    {
        var profile = _host.Console.Profile;
        return _request.Quiet ? new NoDisplay()
            : profile.Out.IsTerminal && profile.Capabilities is { Ansi: true, Interactive: true }
                ? new LiveDisplay(_host.Console, _host.Time, $"{scenario.Name} → {_request.Target.OriginalString}")
                : new PlainDisplay(_host.Output, _host.Time);
    }

    private ExitCode Refuse(RunProblem problem)
        => _host.Refuse(problem.Kind == RunProblemKind.BadInput ? ExitCode.BadInput : ExitCode.Unreachable, problem.Message);
}
