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

    /// <summary>What is behind the plus sign of a version is the revision it was built from.</summary>
    private static string Version(string? version)
    {
        var (number, revision) = version?.Split('+', 2) is [var before, var after] ? (before, after) : (version ?? "", "");
        return $"Conduit {number} {(revision.Length > RevisionDigits ? $"({revision[..RevisionDigits]})" : "")}".Trim();
    }
}
