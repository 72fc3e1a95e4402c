using System.Globalization;
using Conduit.Lab;
using Conduit.Simulator.Load;
using Conduit.Simulator.Runs;
using Conduit.Simulator.Runs.Target;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Reports;

/// <summary>Makes the report of a live run.</summary>
internal static class LiveReport
{
    private const double SpoilingLagMs = 5;

    public static RunReport Of(RunResult result) => result.Measurements.Read(view =>
    {
        var scenario = result.Scenario;
        var report = new RunReport(Section(view.Whole, result, TimeSpan.Zero, scenario.Length))
        {
            Scenario = scenario.Name,
            Seed = result.Settings.Seed,
            Mode = "live",
            Policy = result.Target.Policy,
            Target = result.Target.Address.OriginalString,
            StartedAt = result.StartedAt,
            RateFactor = result.Settings.RateFactor,
            ElapsedSeconds = Math.Round(result.Reached.TotalSeconds, 3),
            Complete = result.Complete,
            Phases = [.. scenario.Phases.Select((phase, index) => Of(phase, view.Phases[index], result))],
            Faults = [.. view.Faults.Select(watch => Of(watch, watch.Fault, result))],
            Expectations = [],
            ScheduleLagMs = new LagReport(view.Lag.Percentile(50), view.Lag.Percentile(99), view.Lag.Max),
            Warnings = Warnings(result, view),
        };
        return report with { Expectations = Judge.All(scenario, report) };
    });

    private static PhaseReport Of(Phase phase, Tally tally, RunResult result) => new(Section(tally, result, phase.Start, phase.End))
    {
        Name = phase.Name,
        AtMs = phase.Start.TotalMilliseconds,
        ForMs = phase.For.TotalMilliseconds,
    };

    private static FaultReport Of(FaultWatch watch, TimedFault fault, RunResult result) => new(Section(watch.Tally, result, fault.From, fault.To))
    {
        Name = fault.Fault.Name,
        On = fault.Fault.On!,
        Kind = FaultKinds.Name(fault.Fault.Kind),
        AtMs = fault.From.TotalMilliseconds,
        ForMs = (fault.To - fault.From).TotalMilliseconds,
        ShiftMs = watch.Shares.Shift(result.Reached)?.TotalMilliseconds,
        RecoverMs = watch.Shares.Recovery(result.Reached)?.TotalMilliseconds,
    };

    private static SectionReport Section(Tally tally, RunResult result, TimeSpan from, TimeSpan to)
    {
        var counted = result.Counters.Between(from, to);
        return new SectionReport
        {
            Requests = tally.Requests,
            Success = tally.Success,
            SuccessRate = tally.SuccessRate,
            Attempts = counted?.Attempts,
            Failovers = counted?.Failovers,
            Hedges = counted?.Hedges,
            Outcomes = ClientOutcomes.All.Where(outcome => tally.Count(outcome) > 0).ToDictionary(outcome => outcome.Key(), tally.Count, StringComparer.Ordinal),
            LatencyMs = new LatencyReport(
                tally.Latency.Mean,
                tally.Latency.Percentile(50),
                tally.Latency.Percentile(90),
                tally.Latency.Percentile(95),
                tally.Latency.Percentile(99),
                tally.Latency.Percentile(99.9),
                tally.Latency.Max),
            Upstreams = (result.Target.Upstreams ?? []).Union(tally.Upstreams.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .ToDictionary(name => name, name => Upstream(name, tally, counted), StringComparer.Ordinal),
        };
    }

    private static UpstreamReport Upstream(string name, Tally tally, ProxyCounts? counted)
    {
        var own = counted is null ? null : counted.Upstreams.GetValueOrDefault(name) ?? new UpstreamCounts(0, 0);
        return new UpstreamReport(own?.Attempts, tally.Share(name), own?.Failures);
    }

    private static List<string> Warnings(RunResult result, MeasurementView view)
    {
        var warnings = new List<string>(result.Warnings);
        if (result.Problem is { } problem)
        {
            warnings.Add(problem.Message);
        }

        if (view.Lag.Percentile(99) is > SpoilingLagMs and var lag)
        {
            warnings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"requests were sent late (P99 {lag:0.0} ms): this machine is too busy for this load, and the latencies count its delay too"));
        }

        return warnings;
    }
}
