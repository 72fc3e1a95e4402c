using Conduit.Lab;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Load;

/// <summary>
/// What is on when in a run: the scenario's phases and faults, round after round until the run's length has passed, the
/// last round cut short. Times count from the run's start. Immutable.
/// </summary>
internal sealed class RunPlan
{
    /// <param name="scenario">Whose phases and faults these are.</param>
    /// <param name="length">How long the run lasts; null: one round.</param>
    public RunPlan(Scenario scenario, TimeSpan? length = null)
    {
        Scenario = scenario;
        Length = length ?? scenario.Length;
    }

    public Scenario Scenario { get; }

    public TimeSpan Length { get; }

    /// <summary>The length of a whole round.</summary>
    public TimeSpan Round => Scenario.Length;

    /// <summary>Whether there is more than one round.</summary>
    public bool Repeats => Length > Round;

    /// <summary>How many rounds there are, the last one perhaps in part; null where there is just one.</summary>
    public double? RoundCount => Repeats ? Math.Round(Length / Round, 3) : null;

    /// <summary>A moment as the scenario knows it; the scenario's end, where nothing is on, for moments after the run's.</summary>
    public TimeSpan InRound(TimeSpan at) => at >= Length ? Round : at < Round ? at : new TimeSpan(at.Ticks % Round.Ticks);

    /// <summary>The start of the round a moment lies in.</summary>
    public TimeSpan RoundOf(TimeSpan at) => at < Round ? TimeSpan.Zero : new TimeSpan(at.Ticks - (at.Ticks % Round.Ticks));

    /// <summary>Index of the phase a moment lies in; the last one reached for moments after the run's end.</summary>
    public int PhaseAt(TimeSpan at)
    {
        var moment = InRound(at < Length ? at : Length - new TimeSpan(1));
        for (var index = Scenario.Phases.Count - 1; index > 0; index--)
        {
            if (Scenario.Phases[index].Start <= moment)
            {
                return index;
            }
        }

        return 0;
    }

    /// <summary>The faults of the round a moment lies in, each in its place on the run's clock; a run's end ends them too.</summary>
    public IReadOnlyList<TimedFault> FaultsAround(TimeSpan at)
    {
        var start = RoundOf(at);
        return start == TimeSpan.Zero && Length >= Round ? Scenario.Faults : [.. Faults(start)];
    }

    /// <summary>The faults in force at a moment.</summary>
    public IEnumerable<TimedFault> FaultsInForce(TimeSpan at)
    {
        var moment = InRound(at);
        return Scenario.Faults.Where(fault => fault.IsInForce(moment));
    }

    /// <summary>The starts of all rounds.</summary>
    public IEnumerable<TimeSpan> Rounds()
    {
        for (var start = TimeSpan.Zero; start < Length; start += Round)
        {
            yield return start;
        }
    }

    /// <summary>A stretch of the scenario in every round that reaches it.</summary>
    /// <param name="from">From the round's start.</param>
    /// <param name="to">From the round's start.</param>
    public IEnumerable<(TimeSpan From, TimeSpan To)> Spans(TimeSpan from, TimeSpan to)
        => Rounds().Where(start => start + from < Length).Select(start => (start + from, Sooner(start + to)));

    /// <summary>The moments at which a phase or a fault begins or ends, but for the run's own start and end.</summary>
    public IEnumerable<TimeSpan> Boundaries()
    {
        TimeSpan[] moments =
        [
            .. Scenario.Phases.Select(phase => phase.Start)
                .Concat(Scenario.Faults.SelectMany(fault => new[] { fault.From, fault.To }))
                // The end of a round is the start of the next.
                .Where(moment => moment < Round)
                .Distinct()
                .Order(),
        ];
        return Rounds().SelectMany(start => moments.Select(moment => start + moment)).Where(moment => moment > TimeSpan.Zero && moment < Length);
    }

    private IEnumerable<TimedFault> Faults(TimeSpan start)
        => Scenario.Faults.Where(fault => start + fault.From < Length).Select(fault => fault with { From = start + fault.From, To = Sooner(start + fault.To) });

    private TimeSpan Sooner(TimeSpan moment) => moment < Length ? moment : Length;
}
