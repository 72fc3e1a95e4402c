namespace Conduit.Simulator.Reports;

/// <summary>What policies and targets are compared by. A value that was not reached or does not apply is null.</summary>
internal record ComparisonFigures
{
    public double? SuccessRate { get; init; }

    public double? MeanMs { get; init; }

    public double? P50Ms { get; init; }

    public double? P99Ms { get; init; }

    public double? P999Ms { get; init; }

    public double? AttemptsPerRequest { get; init; }

    /// <summary>The faulty upstream's share during the first fault.</summary>
    public double? FaultyShare { get; init; }

    /// <summary>From the first fault's start until traffic had left; of the runs in which it did.</summary>
    public double? ShiftMs { get; init; }

    /// <summary>Runs in which traffic had left before the fault's end.</summary>
    public int Shifted { get; init; }

    /// <summary>From the first fault's end until traffic was back; of the runs in which it was.</summary>
    public double? RecoverMs { get; init; }

    /// <summary>Runs in which traffic was back before their end.</summary>
    public int Recovered { get; init; }

    /// <summary>Mean latency, a failed request counting as the client's whole timeout, minus the same of Oracle.</summary>
    public double? RegretMs { get; init; }

    /// <summary>Expectations met, over all seeds.</summary>
    public int Met { get; init; }

    /// <summary>Expectations, over all seeds.</summary>
    public int Expected { get; init; }

    /// <summary>The figures of one run, but for the regret.</summary>
    public static ComparisonFigures Of(RunReport report)
    {
        var fault = report.Faults.MinBy(fault => fault.AtMs);
        return new ComparisonFigures
        {
            SuccessRate = report.SuccessRate,
            MeanMs = report.LatencyMs.Mean,
            P50Ms = report.LatencyMs.P50,
            P99Ms = report.LatencyMs.P99,
            P999Ms = report.LatencyMs.P999,
            AttemptsPerRequest = report.Requests == 0 ? null : (double?)report.Attempts / report.Requests,
            FaultyShare = fault?.Upstreams.GetValueOrDefault(fault.On)?.Share,
            ShiftMs = fault?.ShiftMs,
            Shifted = fault?.ShiftMs is null ? 0 : 1,
            RecoverMs = fault?.RecoverMs,
            Recovered = fault?.RecoverMs is null ? 0 : 1,
            Met = report.Expectations.Count(expectation => expectation.Met == true),
            Expected = report.Expectations.Count,
        };
    }

    /// <summary>The figures of several runs as one.</summary>
    public static ComparisonFigures MeanOf(IReadOnlyCollection<ComparisonFigures> runs)
    {
        double? Mean(Func<ComparisonFigures, double?> figure) => runs.Average(figure) is { } mean ? Math.Round(mean, 6) : null;
        return new ComparisonFigures
        {
            SuccessRate = Mean(run => run.SuccessRate),
            MeanMs = Mean(run => run.MeanMs),
            P50Ms = Mean(run => run.P50Ms),
            P99Ms = Mean(run => run.P99Ms),
            P999Ms = Mean(run => run.P999Ms),
            AttemptsPerRequest = Mean(run => run.AttemptsPerRequest),
            FaultyShare = Mean(run => run.FaultyShare),
            ShiftMs = Mean(run => run.ShiftMs),
            Shifted = runs.Sum(run => run.Shifted),
            RecoverMs = Mean(run => run.RecoverMs),
            Recovered = runs.Sum(run => run.Recovered),
            RegretMs = Mean(run => run.RegretMs),
            Met = runs.Sum(run => run.Met),
            Expected = runs.Sum(run => run.Expected),
        };
    }
}
