namespace Conduit.Simulator.Reports.Documents;

/// <summary>The tables of a run.</summary>
internal static class RunTables
{
    private const int MostFaultColumns = 4;

    public static IEnumerable<ReportTable> Of(RunReport report) => report.Recorded is { } recorded ? ReplayTables.Of(report, recorded) : OfOne(report);

    private static IEnumerable<ReportTable> OfOne(RunReport report)
    {
        if (report.Expectations.Count > 0)
        {
            yield return Expectations(report);
        }

        yield return Phases(report);
        if (report.Faults.Count > 0)
        {
            yield return Faults(report);
        }

        yield return Upstreams(report);
    }

    private static ReportTable Expectations(RunReport report) => new()
    {
        Title = "Expectations",
        Columns = [new("expectation", OfFigures: false), new("wanted"), new("actual"), new("verdict", OfFigures: false)],
        Rows =
        [
            .. report.Expectations.Select(expectation => (TableCell[])
            [
                expectation.Name,
                expectation.Wanted,
                Wording.Actual(expectation),
                Wording.Verdict(expectation),
            ]),
        ],
    };

    private static ReportTable Phases(RunReport report) => new()
    {
        Title = "Phases",
        Columns = [new("phase", OfFigures: false), new("from"), new("for"), .. SectionCells.Columns],
        Rows =
        [
            [new("whole run"), "", "", .. SectionCells.Of(report)],
            .. report.Phases.Select(phase => (TableCell[])[phase.Name, Wording.Time(phase.AtMs), Wording.Time(phase.ForMs), .. SectionCells.Of(phase)]),
        ],
        Note = report.Rounds is null ? "" : "A phase's figures are of all its rounds; from: in the first. Charts number the rounds where they have no room for phases.",
    };

    private static ReportTable Faults(RunReport report) => new()
    {
        Title = "Faults",
        Columns =
        [
            new("fault", OfFigures: false), new("no."), new("kind", OfFigures: false), new("on", OfFigures: false), new("from"), new("for"),
            new("its share"), new("traffic left after"), new("was back after"), new("requests"), new("success"), new("P99"), new("P99.9"), new("max"),
        ],
        // As the charts number them: what begins and ends together is one.
        Rows =
        [
            .. report.Faults.GroupBy(fault => (fault.AtMs, fault.ForMs, fault.Kind)).OrderBy(band => band.Key.AtMs)
                .SelectMany((band, index) => band.Select(fault => Fault(fault, index + 1))),
        ],
        Note = "Traffic left: from the fault's start; was back: from its end; a dash where it did not. Charts write a fault's number where they have no room for its name."
            + (report.Rounds is null ? "" : " A fault's figures are of all its rounds, its times the longest of them; from: in the first."),
    };

    private static TableCell[] Fault(FaultReport fault, int band) =>
    [
        fault.Name,
        Figures.Count(band),
        fault.Kind,
        fault.On,
        Wording.Time(fault.AtMs),
        Wording.Time(fault.ForMs),
        Figures.Percent(fault.Upstreams.GetValueOrDefault(fault.On)?.Share),
        Figures.Delay(fault.ShiftMs),
        Figures.Delay(fault.RecoverMs),
        Figures.Count(fault.Requests),
        Figures.Percent(fault.SuccessRate),
        Figures.Milliseconds(fault.LatencyMs.P99),
        Figures.Milliseconds(fault.LatencyMs.P999),
        Figures.Milliseconds(fault.LatencyMs.Max),
    ];

    private static ReportTable Upstreams(RunReport report)
    {
        // Faults in force together say the same of where traffic went.
        var times = report.Faults.GroupBy(fault => (fault.AtMs, fault.ForMs)).OrderBy(time => time.Key.AtMs).Take(MostFaultColumns)
            .Select(time => (Fault: time.First(), Name: time.Count() == 1 ? time.First().Name : $"{time.Count()} faults at {Wording.Time(time.Key.AtMs)}"))
            .ToList();
        var rest = report.Upstreams.Count - NotableUpstreams.Most;
        return new ReportTable
        {
            Title = "Upstreams",
            Columns = [new("upstream", OfFigures: false), new("share"), .. times.Select(time => new TableColumn($"in {time.Name}")), new("attempts"), new("failures")],
            Rows =
            [
                .. NotableUpstreams.Of(report).Select(upstream => (TableCell[])
                [
                    upstream.Key,
                    Figures.Percent(upstream.Value.Share),
                    .. times.Select(time => (TableCell)Figures.Percent(time.Fault.Upstreams.GetValueOrDefault(upstream.Key)?.Share)),
                    Figures.Count(upstream.Value.Attempts),
                    Figures.Count(upstream.Value.Failures),
                ]),
            ],
            Note = rest > 0 ? $"And {Figures.Count(rest)} more; the JSON report has them all." : "",
        };
    }
}
