using System.CommandLine;

namespace Conduit.Simulator.Commands;

/// <summary>What several commands take.</summary>
internal static class CommonOptions
{
    public static Argument<string> Scenario() => new("SCENARIO") { Description = "A scenario file, or the name of one that 'list' shows." };

    public static Option<double> RateFactor()
    {
        var option = new Option<double>("--rate-factor") { Description = "Multiplies every rate (0.001 to 1000).", HelpName = "X", DefaultValueFactory = _ => 1 };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<double>() is < 0.001 or > 1_000 or double.NaN)
            {
                result.AddError($"--rate-factor {result.Tokens[0].Value} is out of range; allowed: 0.001 to 1000");
            }
        });
        return option;
    }

    public static Option<string?> Report() => new("--report") { Description = "Writes the report: JSON, one HTML file with charts, or Markdown, as the name ends.", HelpName = "FILE.json|.html|.md" };
}
