using System.CommandLine;
using Conduit.Lab;
using Conduit.Simulator.Recordings;
using Conduit.Simulator.Scenarios.Reading;

namespace Conduit.Simulator.Commands;

/// <summary>What several commands take.</summary>
internal static class CommonOptions
{
    public const double LeastFactor = 0.001;
    public const double MostFactor = 1_000;

    public static Argument<string> Scenario() => new("SCENARIO") { Description = "A scenario file, or the name of one that 'list' shows." };

    public static Option<double> RateFactor()
    {
        var option = new Option<double>("--rate-factor") { Description = "Multiplies every rate (0.001 to 1000).", HelpName = "X", DefaultValueFactory = _ => 1 };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<double>() is not (>= LeastFactor and <= MostFactor))
            {
                result.AddError($"--rate-factor {result.Tokens[0].Value} is out of range; allowed: 0.001 to 1000");
            }
        });
        return option;
    }

    /// <summary>The mean rate to scale a scenario to.</summary>
    public static Option<double?> Rate()
    {
        var option = new Option<double?>("--rate") { Description = "Scales every rate so that their mean is N requests per second.", HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<double?>() is not (> 0 and <= Limits.MostRate))
            {
                result.AddError($"--rate {result.Tokens[0].Value} is out of range; allowed: above 0 to {Limits.MostRate}");
            }
        });
        return option;
    }

    /// <summary>How long a scenario is repeated.</summary>
    public static Option<TimeSpan?> For() => new("--for")
    {
        Description = "Repeats the scenario, its faults included, until this time has passed, the last round cut short, as in 1h.",
        HelpName = "TIME",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (DurationText.TryParse(text, out var length) && length >= Limits.ShortestPhase && length <= RecordingRules.Longest)
            {
                return length;
            }

            result.AddError($"--for {text}: no time in range; give a number and a unit of ms, s, m or h, as in 90s or 1h, from {DurationText.Format(Limits.ShortestPhase)} to {DurationText.Format(RecordingRules.Longest)}");
            return null;
        },
    };

    public static Option<bool> Salvage() => new("--salvage") { Description = "Leaves out lines that are damaged, instead of refusing the file." };

    public static Option<string?> Report() => new("--report") { Description = "Writes the report: JSON, one HTML file with charts, or Markdown, as the name ends.", HelpName = "FILE.json|.html|.md" };
}
