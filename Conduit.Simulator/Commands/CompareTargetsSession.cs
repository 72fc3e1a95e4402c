using Conduit.Simulator.Reports;
using Conduit.Simulator.Reports.Documents;
using Conduit.Simulator.Reports.Series;
using Conduit.Simulator.Runs;
using Conduit.Simulator.Runs.Comparing;
using Conduit.Simulator.Runs.Target;
using Conduit.Simulator.Terminal;

namespace Conduit.Simulator.Commands;

/// <summary>One live comparison from the command line.</summary>
internal sealed class CompareTargetsSession : LiveSession<TargetLineup, ComparisonStory>
{
    private readonly CompareTargetsRequest _request;

    public CompareTargetsSession(CommandHost host, CompareTargetsRequest request)
        : base(host, request, request.Source)
        => _request = request;

    protected override Task<(TargetLineup? Target, RunProblem? Problem)> LookAsync(RunInput input, HttpMessageInvoker control, CancellationToken stop)
        => TargetLineup.LookAsync(new TargetProbe(control, Host.Time, "--targets"), _request.Targets, _request.Controls, _request.Version, input.Scenario, stop);

    protected override IReadOnlyList<LabTarget> Targets(TargetLineup target) => [target.Upstreams, .. target.Targets.Select(one => one.Target)];

    protected override async Task<ComparisonStory> RunAsync(RunInput input, RunFiles files, TargetLineup target, HttpMessageInvoker control, CancellationToken stop)
    {
        var comparison = new LiveComparison(input.Workload, target, control, Host.Time);
        var running = comparison.RunAsync(stop);
        var title = $"{input.Scenario.Name} → {string.Join(", ", target.Targets.Select(one => one.Name))}";
        await new LiveComparisonDisplay(Host.Console, Host.Time, title).ShowAsync(() => comparison.Progress, running);
        var results = await running;
        if (results[0].Problem is { } problem)
        {
            Refuse(problem);
        }

        return new ComparisonStory(
            LiveComparisonReport.Of(target.Targets, results),
            input.Workload.Plan,
            [.. target.Targets.Zip(results, (one, result) => new NamedSeries(one.Name, TimeSeries.Of(result.Measurements, result.Workload, result.Reached)))],
            Command(input));
    }

    protected override ComparisonStory With(ComparisonStory story, string warning) => story.With(warning);

    protected override async Task<ExitCode> ConcludeAsync(ComparisonStory story, RunFiles files, CancellationToken stop)
    {
        var written = await ComparisonConclusion.ConcludeAsync(Host, story, files.Report);
        return written != ExitCode.Ok ? written
            : story.Report.Complete == true ? ExitCode.Ok : stop.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Unreachable;
    }

    private string Command(RunInput input)
    {
        var settings = input.Workload.Settings;
        return _request.Complete(new CommandText("compare", _request.Source.Scenario)
            .With("--targets", string.Join(',', _request.Targets.Select(target => $"{target.Key}={target.Value.OriginalString}")))
            .With("--seeds", settings.Seed)
            .With("--rate-factor", settings.RateFactor, when: !settings.RateFactor.Equals(1))).ToString();
    }
}
