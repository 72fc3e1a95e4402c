using Conduit.Simulator.Reports.Charts;
using Conduit.Simulator.Virtual.Proxies;

namespace Conduit.Simulator.Reports.Documents;

/// <summary>A comparison as people read it: who did best first, then how it went, then every figure.</summary>
internal static class ComparisonDocument
{
    public static ReportDocument Of(ComparisonStory story)
    {
        var report = story.Report;
        return new ReportDocument
        {
            Title = Title(report),
            Description = story.Scenario.Description.ReplaceLineEndings(" ").Trim(),
            Circumstances = [.. Circumstances(report)],
            Verdict = Verdict(report),
            KeyFigures = [.. KeyFigures(report)],
            Warnings = report.Warnings ?? [],
            Charts = ComparisonCharts.Of(report, story.Plan, story.Rows),
            Tables = [ComparisonRows.Of(report) with { Title = "Side by side" }],
            Command = story.Command,
            Footnotes =
            [
                .. report.Policies.Any(policy => policy.Policy == OraclePolicy.Name)
                    ? ["Oracle is no policy for a real proxy: it knows each upstream's present state. It is shown for scale and out of the contest for the best."]
                    : (string[])[],
                IsLive(report)
                    ? "The command sends the same requests at the same offsets; what comes of them is up to the targets."
                    : "The same version gives the same report to the byte.",
                $"{Wording.Program}.",
            ],
        };
    }

    private static bool IsLive(ComparisonReport report) => report.Complete is not null;

    private static string Title(ComparisonReport report)
        => IsLive(report) ? $"{report.Scenario} through {report.Policies.Count} targets"
            : $"{report.Scenario} under {(report.Policies is [var one] ? one.Policy : $"{report.Policies.Count} policies")}";

    private static IEnumerable<string> Circumstances(ComparisonReport report)
    {
        if (report.StartedAt is { } started)
        {
            yield return $"Live against {string.Join(", ", report.Policies.Select(target => $"{target.Policy} at {target.Target}"))}";
            yield return report.Policies[0].Protocol!;
            yield return $"started {Wording.Began(started)}";
        }
        else
        {
            yield return "In virtual time";
        }

        yield return $"{(report.Seeds.Count == 1 ? "seed" : "means over seeds")} {string.Join(", ", report.Seeds)}";
        foreach (var factor in Wording.RateFactor(report.RateFactor))
        {
            yield return factor;
        }

        if (report.Bare)
        {
            yield return "without breaker, failover and hedging";
        }

        if (report.ElapsedSeconds is { } seconds)
        {
            yield return Wording.Time(Math.Round(seconds * 1_000));
        }
    }

    private static ReportVerdict Verdict(ComparisonReport report)
    {
        if (report.Complete == false)
        {
            return Wording.EndedEarly(report.ElapsedSeconds ?? 0);
        }

        PolicyReport[] real = [.. Real(report)];
        if (real is [] || real[0].Expected == 0)
        {
            return new(Judgement.None, "The scenario expects nothing");
        }

        PolicyReport[] all = [.. real.Where(policy => policy.Met == policy.Expected)];
        return all switch
        {
            [] => new(Judgement.None, $"None meets all expectations{Nearest(real)}"),
            _ when all.Length == real.Length => new(Judgement.Good, "All of them meet every expectation"),
            [var one] => new(Judgement.Good, $"Only {one.Policy} meets every expectation"),
            _ => new(Judgement.Good, $"{string.Join(", ", all.Select(policy => policy.Policy))} meet every expectation; the others do not"),
        };
    }

    private static string Nearest(PolicyReport[] real)
    {
        var most = real.Max(policy => policy.Met);
        return real.Where(policy => policy.Met == most).ToArray() switch
        {
            var all when all.Length == real.Length => "",
            [var one] => $"; {one.Policy} meets most of them",
            var several => $"; {string.Join(", ", several.Select(policy => policy.Policy))} meet most of them",
        };
    }

    private static IEnumerable<KeyFigure> KeyFigures(ComparisonReport report)
    {
        PolicyReport[] real = [.. Real(report)];
        KeyFigure? Best(string name, Func<PolicyReport, double?> figure, Func<double?, string> text, bool more = false)
        {
            PolicyReport[] known = [.. real.Where(policy => figure(policy) is not null)];
            if ((more ? known.MaxBy(figure) : known.MinBy(figure)) is not { } best)
            {
                return null;
            }

            PolicyReport[] equal = [.. known.Where(policy => text(figure(policy)) == text(figure(best)))];
            return new KeyFigure(name, text(figure(best)), equal.Length == 1 ? best.Policy : $"{equal.Length} of {real.Length}");
        }

        return new[]
        {
            Best("best success", policy => policy.SuccessRate, Figures.Percent, more: true),
            Best("best P50", policy => policy.P50Ms, Figures.Milliseconds),
            Best("best P99", policy => policy.P99Ms, Figures.Milliseconds),
            Best("best P99.9", policy => policy.P999Ms, Figures.Milliseconds),
            Best("least regret", policy => policy.RegretMs, Figures.Milliseconds),
        }.OfType<KeyFigure>();
    }

    private static IEnumerable<PolicyReport> Real(ComparisonReport report) => report.Policies.Where(policy => policy.Policy != OraclePolicy.Name);
}
