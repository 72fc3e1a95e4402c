namespace Conduit.Simulator.Reports.Documents;

/// <summary>The tables of a replay: what was recorded beside what came of it again.</summary>
internal static class ReplayTables
{
    /// <summary>The title of the table that says what was met.</summary>
    public const string Verdicts = "Expectations";

    private const int MostFaultColumns = 4;

    private const string Recorded = "recorded";
    private const string Replayed = "replayed";

    private static readonly TableColumn Which = new("", OfFigures: false);

    public static IEnumerable<ReportTable> Of(RunReport report, RunReport recorded)
    {
        if (report.Expectations.Count > 0)
        {
            yield return Expectations(report, recorded);
        }

        yield return Sections(report, recorded);
        if (report.Faults.Count > 0)
        {
            yield return Traffic(report, recorded);
        }

        yield return Upstreams(report, recorded);
        yield return Outcomes(report, recorded);
    }

    private static ReportTable Expectations(RunReport report, RunReport recorded) => new()
    {
        Title = Verdicts,
        Columns = [new("expectation", OfFigures: false), new("wanted"), new(Recorded), new(Replayed), new("verdict", OfFigures: false)],
        Rows =
        [
            .. report.Expectations.Zip(recorded.Expectations, (now, before) => (TableCell[])
                [now.Name, now.Wanted, Wording.Actual(before), Wording.Actual(now), Wording.Verdict(now)]),
        ],
    };

    private static ReportTable Sections(RunReport report, RunReport recorded) => new()
    {
        Title = "Recorded and replayed",
        Columns = [new("", OfFigures: false), Which, .. SectionCells.Columns],
        Rows =
        [
            .. Pair("whole run", recorded, report, SectionCells.Of),
            .. report.Phases.Zip(recorded.Phases).SelectMany(phase => Pair($"phase {phase.First.Name}", phase.Second, phase.First, SectionCells.Of)),
            .. report.Faults.Zip(recorded.Faults).SelectMany(fault => Pair($"fault {fault.First.Name}", fault.Second, fault.First, SectionCells.Of)),
        ],
    };

    private static ReportTable Traffic(RunReport report, RunReport recorded) => new()
    {
        Title = "Faults",
        Columns = [new("fault", OfFigures: false), Which, new("on", OfFigures: false), new("its share"), new("traffic left after"), new("was back after")],
        Rows =
        [
            .. report.Faults.Zip(recorded.Faults).SelectMany(pair => Pair(pair.First.Name, pair.Second, pair.First, fault =>
            [
                fault.On,
                Figures.Percent(fault.Upstreams.GetValueOrDefault(fault.On)?.Share),
                Figures.Delay(fault.ShiftMs),
                Figures.Delay(fault.RecoverMs),
            ])),
        ],
        Note = "Traffic left: from the fault's start; was back: from its end; a dash where it did not.",
    };

    private static ReportTable Upstreams(RunReport report, RunReport recorded)
    {
        FaultReport[] faults = [.. report.Faults.Take(MostFaultColumns)];
        return new ReportTable
        {
            Title = "Upstreams",
            Columns = [new("upstream", OfFigures: false), Which, new("share"), .. faults.Select(fault => new TableColumn($"in {fault.Name}")), new("attempts"), new("failures")],
            Rows =
            [
                .. NotableUpstreams.Of(report).Concat(NotableUpstreams.Of(recorded)).Select(upstream => upstream.Key).Distinct(StringComparer.Ordinal)
                    .SelectMany(name => Pair(name, recorded, report, run => UpstreamCells(run, name, faults.Length))),
            ],
        };
    }

    private static IReadOnlyList<TableCell> UpstreamCells(RunReport run, string name, int faults)
    {
        var upstream = run.Upstreams.GetValueOrDefault(name);
        return
        [
            Figures.Percent(upstream?.Share),
            .. run.Faults.Take(faults).Select(fault => (TableCell)Figures.Percent(fault.Upstreams.GetValueOrDefault(name)?.Share)),
            Figures.Count(upstream?.Attempts),
            Figures.Count(upstream?.Failures),
        ];
    }

    private static ReportTable Outcomes(RunReport report, RunReport recorded) => new()
    {
        Title = "Outcomes",
        Columns = [new("outcome", OfFigures: false), new(Recorded), new(Replayed)],
        Rows =
        [
            .. recorded.Outcomes.Keys.Union(report.Outcomes.Keys, StringComparer.Ordinal).Select(outcome => (TableCell[])
                [outcome, Figures.Count(recorded.Outcomes.GetValueOrDefault(outcome)), Figures.Count(report.Outcomes.GetValueOrDefault(outcome))]),
        ],
    };

    private static IEnumerable<TableCell[]> Pair<T>(string name, T before, T now, Func<T, IReadOnlyList<TableCell>> cells)
        => [[name, Recorded, .. cells(before)], [name, Replayed, .. cells(now)]];
}
