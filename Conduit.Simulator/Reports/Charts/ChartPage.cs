namespace Conduit.Simulator.Reports.Charts;

/// <summary>Charts over one and the same time, as their script reads them. Times in seconds from the run's start.</summary>
public sealed record ChartPage
{
    /// <summary>Where the time ends.</summary>
    public required double Length { get; init; }

    /// <summary>How long one round of the phases takes.</summary>
    public required double Round { get; init; }

    /// <summary>The middle of each step.</summary>
    public required IReadOnlyList<double> Times { get; init; }

    public required IReadOnlyList<ChartBand> Bands { get; init; }

    public required IReadOnlyList<ChartPhase> Phases { get; init; }

    public required IReadOnlyList<ReportChart> Charts { get; init; }
}

/// <summary>A stretch of time in which something was wrong.</summary>
/// <param name="Number">Which fault it is, the same in every round and as tables number it.</param>
/// <param name="Label">A few words.</param>
/// <param name="Text">All of it.</param>
/// <param name="From">Its start.</param>
/// <param name="To">Its end.</param>
public sealed record ChartBand(int Number, string Label, string Text, double From, double To);

/// <summary>Where a phase begins.</summary>
public sealed record ChartPhase(string Name, double From, double To);
