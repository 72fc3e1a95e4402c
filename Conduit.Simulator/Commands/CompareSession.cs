using Conduit.Simulator.Reports;
using Conduit.Simulator.Reports.Documents;
using Conduit.Simulator.Terminal;
using Conduit.Simulator.Virtual;
using Conduit.Simulator.Virtual.Comparing;

namespace Conduit.Simulator.Commands;

/// <summary>One comparison in virtual time from the command line, from checks to exit code.</summary>
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
        if (new ScenarioSource { Scenario = _request.Scenario }.Open(_host, _request.Report) is not var (input, files))
        {
            return ExitCode.BadInput;
        }

        if (VirtualRunOptions.TryCreate(input.Scenario, VirtualPolicies.All[0], _request.Bare, out var mistakes) is null)
        {
            return _host.Refuse(ExitCode.BadInput, mistakes.Select(mistake => $"{input.Path}: {mistake}"));
        }

        var seeds = _request.Seeds is [] ? [input.Scenario.Seed] : _request.Seeds;
        var comparison = new PolicyComparison(input.Scenario, _request.Policies, seeds, _request.RateFactor, _request.Bare);
        if (await WaitDisplay.ComputeAsync(_host.Console, _host.Time, () => comparison.Progress, () => comparison.Run(stop)) is not { } report)
        {
            return ExitCode.Interrupted;
        }

        return await ComparisonConclusion.ConcludeAsync(_host, new ComparisonStory(report, input.Workload.Plan, comparison.Rows, Command(report)), files.Report);
    }

    private string Command(ComparisonReport report) => new CommandText("compare", _request.Scenario)
        .With("--policies", string.Join(',', _request.Policies), when: _request.Policies.Count < VirtualPolicies.All.Count)
        .With("--seeds", string.Join(',', report.Seeds))
        .With("--rate-factor", report.RateFactor, when: !report.RateFactor.Equals(1))
        .With("--bare", when: report.Bare)
        .ToString();
}
