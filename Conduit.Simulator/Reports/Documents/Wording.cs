using System.Globalization;
using System.Reflection;
using Conduit.Lab;

namespace Conduit.Simulator.Reports.Documents;

/// <summary>Words that reports have in common.</summary>
internal static class Wording
{
    private const int RevisionDigits = 10;

    /// <summary>Which program made a report; the same build always says the same.</summary>
    public static string Program { get; } = Version(typeof(Wording).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);

    /// <summary>A number of things.</summary>
    /// <param name="number">How many.</param>
    /// <param name="thing">What one of them is called.</param>
    public static string Count(long number, string thing) => number == 1 ? $"1 {thing}" : $"{Figures.Count(number)} {thing}s";

    /// <summary>A time of a scenario, given in milliseconds.</summary>
    public static string Time(double milliseconds) => DurationText.Format(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>What rates were multiplied by; empty where by nothing.</summary>
    public static IEnumerable<string> RateFactor(double factor)
        => factor.Equals(1) ? [] : [string.Create(CultureInfo.InvariantCulture, $"all rates × {factor:0.###}")];

    /// <summary>How often a scenario was gone through; empty where once.</summary>
    public static IEnumerable<string> Rounds(RunReport report)
        => report.Rounds is { } rounds ? [string.Create(CultureInfo.InvariantCulture, $"{rounds:0.##} rounds")] : [];

    /// <summary>Where a run was sent, and when, in the words of a sentence.</summary>
    public static string Place(RunReport report) => report.Mode switch
    {
        "live" => $"live against {report.Target}",
        "virtual" => "in virtual time",
        "log" => "from an access log",
        var other => other,
    };

    /// <summary>When a run began.</summary>
    public static string Began(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");

    /// <summary>What run a recording is of.</summary>
    public static string Origin(RunReport recorded)
        => recorded.Mode == "log" ? Place(recorded)
            : $"{Place(recorded)}{(recorded.StartedAt is { } at ? $" on {Began(at)}" : "")}, seed {recorded.Seed}, policy {recorded.Policy ?? "unknown"}";

    public static string Actual(ExpectationReport expectation) => expectation.Actual ?? "not reached";

    public static TableCell Verdict(ExpectationReport expectation) => expectation.Met switch
    {
        true => new("met", Judgement.Good),
        false => new("missed", Judgement.Bad),
        null => new("not judged"),
    };

    /// <summary>What is to be said first of a run that ended early.</summary>
    public static ReportVerdict EndedEarly(double seconds) => new(Judgement.None, string.Create(
        CultureInfo.InvariantCulture, $"The run ended early, after {seconds:0.0} s: the figures are true up to there, and expectations are not judged"));

    /// <summary>What is behind the plus sign of a version is the revision it was built from.</summary>
    private static string Version(string? version)
    {
        var (number, revision) = version?.Split('+', 2) is [var before, var after] ? (before, after) : (version ?? "", "");
        return $"Conduit {number} {(revision.Length > RevisionDigits ? $"({revision[..RevisionDigits]})" : "")}".Trim();
    }
}
