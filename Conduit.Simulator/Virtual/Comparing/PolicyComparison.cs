using Conduit.Simulator.Load;
using Conduit.Simulator.Reports;
using Conduit.Simulator.Reports.Series;
using Conduit.Simulator.Runs;
using Conduit.Simulator.Scenarios.Model;
using Conduit.Simulator.Virtual.Proxies;

namespace Conduit.Simulator.Virtual.Comparing;

/// <summary>
/// Runs a scenario under each policy and each seed, on as many threads as there are cores: runs share nothing, so that
/// does not change what comes of them.
/// </summary>
internal sealed class PolicyComparison
{
    private readonly Scenario _scenario;
    private readonly IReadOnlyList<string> _policies;
    private readonly IReadOnlyList<ulong> _seeds;
    private readonly double _rateFactor;
    private readonly bool _bare;
    private readonly Dictionary<string, StepTallies> _lines;
    private int _ended;

    public PolicyComparison(Scenario scenario, IReadOnlyList<string> policies, IReadOnlyList<ulong> seeds, double rateFactor, bool bare)
    {
        _scenario = scenario;
        _policies = policies;
        _seeds = seeds;
        _rateFactor = rateFactor;
        _bare = bare;
        _lines = policies.ToDictionary(policy => policy, _ => new StepTallies(scenario.Length, scenario.Faults.Select(fault => fault.Fault.On!)), StringComparer.Ordinal);
    }

    /// <summary>The part of its runs that has ended, 0 to 1; may be read from any thread.</summary>
    public double Progress => Volatile.Read(ref _ended) / (double)(Policies.Length * _seeds.Count);

    /// <summary>Each policy's figures over time, of all seeds together; complete when its runs are.</summary>
    public IReadOnlyList<NamedSeries> Rows
        => [.. _policies.Select(policy => new NamedSeries(policy, TimeSeries.Of(_lines[policy], new RunPlan(_scenario), _rateFactor * _seeds.Count, _scenario.Length)))];

    // Oracle runs even where nobody asked to see it: regret is measured against it.
    private string[] Policies => [.. _policies.Union([OraclePolicy.Name], StringComparer.Ordinal)];

    /// <summary>Runs all; null if it was stopped.</summary>
    public ComparisonReport? Run(CancellationToken stop)
    {
        var policies = Policies;
        var runs = new ComparedRun[policies.Length * _seeds.Count];
        Parallel.For(0, runs.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            if (!stop.IsCancellationRequested)
            {
                runs[i] = RunOne(policies[i / _seeds.Count], _seeds[i % _seeds.Count], stop);
                Interlocked.Increment(ref _ended);
            }
        });
        if (stop.IsCancellationRequested)
        {
            return null;
        }

        var oracle = runs.AsSpan(Array.IndexOf(policies, OraclePolicy.Name) * _seeds.Count, _seeds.Count).ToArray();
        var fault = _scenario.Faults.MinBy(fault => fault.From)?.Fault;
        return new ComparisonReport
        {
            Scenario = _scenario.Name,
            Mode = "virtual",
            Seeds = _seeds,
            RateFactor = _rateFactor,
            Bare = _bare,
            Fault = fault?.Name,
            FaultyUpstream = fault?.On,
            Policies = [.. _policies.Select((policy, index) => Row(policy, runs.AsSpan(index * _seeds.Count, _seeds.Count).ToArray(), oracle))],
        };
    }

    private PolicyReport Row(string policy, ComparedRun[] runs, ComparedRun[] oracle)
    {
        SeedReport[] bySeed = [.. runs.Select((run, seed) => new SeedReport(run.Against(oracle[seed])) { Seed = _seeds[seed] })];
        return new PolicyReport(ComparisonFigures.MeanOf(bySeed)) { Policy = policy, Runs = bySeed };
    }

    private ComparedRun RunOne(string policy, ulong seed, CancellationToken stop)
    {
        var options = VirtualRunOptions.TryCreate(_scenario, policy, _bare, out var mistakes)
            ?? throw new InvalidOperationException($"Checked before: {string.Join("; ", mistakes)}");
        var result = new VirtualRun(_scenario, new RunSettings(seed, _rateFactor), options).Run(stop);
        if (_lines.TryGetValue(policy, out var line))
        {
            // Sums, whatever the order in which the seeds end.
            lock (line)
            {
                result.Measurements.Read(view => line.Add(view.Steps));
            }
        }

        return ComparedRun.Of(result);
    }
}
