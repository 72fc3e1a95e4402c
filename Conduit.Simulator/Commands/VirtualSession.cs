using Conduit.Routing;
using Conduit.Simulator.Recordings;
using Conduit.Simulator.Reports;
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
        if (_request.Source.Open(_host, out var problems) is not { } input)
        {
            return _host.Refuse(ExitCode.BadInput, problems);
        }

        if (Policy(input) is not { } policy)
        {
            return _host.Refuse(ExitCode.BadInput, VirtualPolicies.Unknown("--policy", _request.Policy!));
        }

        if (VirtualRunOptions.TryCreate(input.Scenario, policy, bare: false, out var mistakes) is not { } options)
        {
            return _host.Refuse(ExitCode.BadInput, mistakes.Select(mistake => $"{input.Path}: {mistake}"));
        }

        if (RunFiles.Check(_request.Report, _request.Record, input.Path, out var unwritable) is not { } files)
        {
            return _host.Refuse(ExitCode.BadInput, unwritable!);
        }

        var recording = files.Recording?.Begin(input.Header("virtual", policy), _host.Time);
        var report = await RunAsync(new VirtualRun(input.Workload, options, recording), recording, stop);
        return await RunConclusion.ConcludeAsync(_host, input.Complete(report), files.Report, _request.Quiet, stop);
    }

    private async Task<RunReport> RunAsync(VirtualRun run, RecordingWriter? recording, CancellationToken stop)
    {
        var running = Task.Factory.StartNew(() => run.Run(stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await WaitDisplay.ShowAsync(_host.Console, _host.Time, () => run.Progress, running);
        var result = await running;
        var report = VirtualReport.Of(result);
        return recording is not null && await recording.CompleteAsync(result.Reached) is { } cut
            ? report with { Warnings = [.. report.Warnings, cut] }
            : report;
    }

    private string? Policy(RunInput input) => _request.Policy is { } given
        ? VirtualPolicies.Find(given)
        : VirtualPolicies.Find(input.Recorded?.Policy ?? "") ?? PolicyNames.Adaptive;
}
