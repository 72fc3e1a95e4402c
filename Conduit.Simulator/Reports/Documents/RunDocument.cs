using Conduit.Simulator.Reports.Charts;

namespace Conduit.Simulator.Reports.Documents;

/// <summary>A run as people read it: how it ended first, then how it went, then every figure.</summary>
internal static class RunDocument
{
    public static ReportDocument Of(RunStory story)
    {
        var report = story.Report;
        return new ReportDocument
        {
            Title = report.Scenario,
            Description = story.Scenario.Description.ReplaceLineEndings(" ").Trim(),
            Circumstances = [.. Circumstances(report)],
            Verdict = Verdict(report),
            KeyFigures = KeyFigures(report),
            Warnings = report.Warnings,
            Charts = RunCharts.Of(story),
            Tables = [.. RunTables.Of(report)],
            Command = story.Command,
            Footnotes = [.. Footnotes(report)],
        };
    }

    private static IEnumerable<string> Circumstances(RunReport report)
    {
        var place = Wording.Place(report);
        yield return report.Recorded is null ? char.ToUpperInvariant(place[0]) + place[1..] : $"Replayed {place}";
        if (report.Protocol is { } protocol)
        {
            yield return protocol;
        }

        if (report.StartedAt is { } started)
        {
            yield return $"started {Wording.Began(started)}";
        }

        yield return $"policy {report.Policy ?? "unknown"}";
        yield return $"seed {report.Seed}";
        foreach (var factor in Wording.RateFactor(report.RateFactor))
        {
            yield return factor;
        }

        yield return Wording.Time(Math.Round(report.ElapsedSeconds * 1_000));
        foreach (var rounds in Wording.Rounds(report))
        {
            yield return rounds;
        }

        if (report.Recorded is { } recorded)
        {
            yield return $"recorded {Wording.Origin(recorded)}";
        }
    }

    private static ReportVerdict Verdict(RunReport report)
    {
        var all = report.Expectations.Count;
        ExpectationReport[] missed = [.. report.Expectations.Where(expectation => expectation.Met == false)];
        return (report.Complete, all, missed.Length) switch
        {
            (false, _, _) => Wording.EndedEarly(report.ElapsedSeconds),
            (_, 0, _) => new(Judgement.None, "The scenario expects nothing"),
            (_, 1, 0) => new(Judgement.Good, "The one expectation is met"),
            (_, _, 0) => new(Judgement.Good, $"All {all} expectations are met"),
            _ => new(Judgement.Bad, $"{missed.Length} of {Wording.Count(all, "expectation")} missed: {string.Join(", ", missed.Select(expectation => expectation.Name))}"),
        };
    }

    private static IReadOnlyList<KeyFigure> KeyFigures(RunReport report)
    {
        double? PerRequest(long? count) => count is { } known && report.Requests > 0 ? known / (double)report.Requests : null;
        string Before(Func<RunReport, string> figure) => report.Recorded is { } recorded ? $"was {figure(recorded)}" : "";
        var failed = report.Requests - report.Success;
        return
        [
            new("requests", Figures.Count(report.Requests), Before(run => Figures.Count(run.Requests))),
            new("success", Figures.Percent(report.SuccessRate), report.Recorded is not null ? Before(run => Figures.Percent(run.SuccessRate)) : failed == 0 ? "none failed" : $"{Figures.Count(failed)} failed"),
            new("P50", Figures.Milliseconds(report.LatencyMs.P50), Before(run => Figures.Milliseconds(run.LatencyMs.P50))),
            new("P99", Figures.Milliseconds(report.LatencyMs.P99), Before(run => Figures.Milliseconds(run.LatencyMs.P99))),
            new("P99.9", Figures.Milliseconds(report.LatencyMs.P999), Before(run => Figures.Milliseconds(run.LatencyMs.P999))),
            new("attempts", Figures.Ratio(PerRequest(report.Attempts)), "per request"),
            new("hedges", Figures.Count(report.Hedges), PerRequest(report.Hedges) is { } hedged ? $"{Figures.Percent(hedged)} of all" : ""),
        ];
    }

    private static IEnumerable<string> Footnotes(RunReport report)
    {
        if (report.ScheduleLagMs is { } lag)
        {
            yield return $"Requests were sent late by {Figures.Milliseconds(lag.P50)} (P50), {Figures.Milliseconds(lag.P99)} (P99), {Figures.Milliseconds(lag.Max)} (max); latencies count that too.";
        }

        yield return report.Mode == "live"
            ? "The command sends the same requests at the same offsets; what comes of them is up to the target."
            : "The same version gives the same report to the byte.";
        yield return $"{Wording.Program}.";
    }
}
