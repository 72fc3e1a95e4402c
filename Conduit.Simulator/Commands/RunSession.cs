using Conduit.Simulator.Reports;
using Conduit.Simulator.Reports.Documents;
using Conduit.Simulator.Runs;
using Conduit.Simulator.Runs.Target;
using Conduit.Simulator.Terminal;

namespace Conduit.Simulator.Commands;

/// <summary>One live run from the command line: a scenario's or a recording's.</summary>
internal sealed class RunSession : LiveSession<LabTarget, RunStory>
{
    private readonly RunRequest _request;

    public RunSession(CommandHost host, RunRequest request)
        : base(host, request, request.Source)
        => _request = request;

    protected override async Task<(LabTarget? Target, RunProblem? Problem)> LookAsync(RunInput input, HttpMessageInvoker control, CancellationToken stop)
    {
        var probe = new TargetProbe(control, Host.Time);
        var (target, problem) = await probe.LookAsync(_request.Target, _request.Controls, stop, _request.Version);
        return (target, problem ?? await probe.CheckAsync(target!, input.Scenario, stop));
    }

    protected override IReadOnlyList<LabTarget> Targets(LabTarget target) => [target];

    protected override async Task<RunStory> RunAsync(RunInput input, RunFiles files, LabTarget target, HttpMessageInvoker control, CancellationToken stop)
    {
        var header = input.Header("live", target.Policy) with { Target = target.Address.OriginalString, StartedAt = Host.Time.GetUtcNow() };
        var recording = files.Recording?.Begin(header, Host.Time);
        var run = new LiveRun(input.Workload, target, control, Host.Time, recording: recording);
        var running = run.RunAsync(stop);
        await Display($"{input.Scenario.Name} → {_request.Target.OriginalString}").ShowAsync(() => run.Progress, running);
        var result = await running;
        if (result.Problem is { } problem)
        {
            Refuse(problem);
        }

        var command = _request.Complete(input.Command.With("--target", _request.Target.OriginalString)).ToString();
        var story = input.Tell(LiveReport.Of(result), result.Measurements, result.Reached, command);
        return recording is not null && await recording.CompleteAsync(result.Reached) is { } cut ? story.With(cut) : story;
    }

    protected override RunStory With(RunStory story, string warning) => story.With(warning);

    protected override Task<ExitCode> ConcludeAsync(RunStory story, RunFiles files, CancellationToken stop)
        => RunConclusion.ConcludeAsync(Host, story, files.Report, _request.Quiet, stop);

    private IRunDisplay Display(string title)
    {
        var profile = Host.Console.Profile;
        return _request.Quiet ? new NoDisplay()
            : profile.Out.IsTerminal && profile.Capabilities is { Ansi: true, Interactive: true }
                ? new LiveDisplay(Host.Console, Host.Time, title)
                : new PlainDisplay(Host.Output, Host.Time);
    }
}
