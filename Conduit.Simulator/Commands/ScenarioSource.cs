using System.Globalization;
using Conduit.Lab;
using Conduit.Simulator.Load;
using Conduit.Simulator.Recordings;
using Conduit.Simulator.Runs;
using Conduit.Simulator.Scenarios.Source;

namespace Conduit.Simulator.Commands;

/// <summary>A scenario, and what the command line varies of it.</summary>
internal sealed record ScenarioSource : RunSource
{
    /// <summary>A file or a name.</summary>
    public required string Scenario { get; init; }

    /// <summary>Instead of the scenario's own; null: that one.</summary>
    public ulong? Seed { get; init; }

    public double RateFactor { get; init; } = 1;

    /// <summary>The mean rate to scale to, in requests per second; null: as the factor says.</summary>
    public double? Rate { get; init; }

    /// <summary>How long the scenario goes on; null: one round.</summary>
    public TimeSpan? For { get; init; }

    public override RunInput? Open(CommandHost host, out IEnumerable<string> problems)
    {
        var file = host.Catalog.Load(Scenario);
        problems = file.Problems;
        if (file.Scenario is not { } scenario)
        {
            return null;
        }

        var factor = RateFactor;
        if (Rate is { } rate)
        {
            var mean = new ArrivalSchedule(scenario, scenario.Seed).Expected / scenario.Length.TotalSeconds;
            factor = rate / mean;
            if (factor is not (>= CommonOptions.LeastFactor and <= CommonOptions.MostFactor))
            {
                problems = [string.Create(
                    CultureInfo.InvariantCulture,
                    $"--rate {rate}: the mean rate of '{scenario.Name}' is {mean:0.###} requests/s; allowed: {CommonOptions.LeastFactor} to {CommonOptions.MostFactor} times that, if it is above 0")];
                return null;
            }
        }

        var source = (SourceMapping)SourceParser.Parse(file.Text, out _)!;
        return new RunInput
        {
            Path = file.Path,
            Workload = Workload.Of(scenario, new RunSettings(Seed ?? scenario.Seed, factor), For),
            Command = Command(Seed ?? scenario.Seed),
            // Where the file gives no name, the one it has by where it lies goes along.
            Source = source.Entries.Any(entry => entry.Key == "name")
                ? source
                : source with { Entries = [PlainScenario.Entry("name", PlainScenario.Scalar(scenario.Name)), .. source.Entries] },
        };
    }

    private CommandText Command(ulong seed) => new CommandText("run", Scenario)
        .With("--for", For is { } length ? DurationText.Format(length) : null, when: For is not null)
        .With("--rate", Rate, when: Rate is not null)
        .With("--rate-factor", RateFactor, when: !RateFactor.Equals(1))
        .With("--seed", seed);
}
