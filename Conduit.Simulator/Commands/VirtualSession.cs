using Conduit.Routing;
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
        if (_request.Source.Open(_host, _request.Report, _request.Record) is not var (input, files))
        {
            return ExitCode.BadInput;
        }

        if (Policy(input) is not { } policy)
        {
            return _host.Refuse(ExitCode.BadInput, VirtualPolicies.Unknown("--policy", _request.Policy!));
        }

        if (VirtualRunOptions.TryCreate(input.Scenario, policy, bare: false, out var mistakes) is not { } options)
        {
            return _host.Refuse(ExitCode.BadInput, mistakes.Select(mistake => $"{input.Path}: {mistake}"));
        }

        var recording = files.Recording?.Begin(input.Header("virtual", policy), _host.Time);
        var run = new VirtualRun(input.Workload, options, recording);
        var result = await WaitDisplay.ComputeAsync(_host.Console, _host.Time, () => run.Progress, () => run.Run(stop));
        var command = input.Command.With("--virtual").With("--policy", policy).ToString();
        var story = input.Tell(VirtualReport.Of(result), result.Measurements, result.Reached, command);
        if (recording is not null && await recording.CompleteAsync(result.Reached) is { } cut)
        {
            story = story.With(cut);
        }

        return await RunConclusion.ConcludeAsync(_host, story, files.Report, _request.Quiet, stop);
    }

    private string? Policy(RunInput input) => _request.Policy is { } given
        ? VirtualPolicies.Find(given)
        : VirtualPolicies.Find(input.Recorded?.Report.Policy ?? "") ?? PolicyNames.Adaptive;
}
