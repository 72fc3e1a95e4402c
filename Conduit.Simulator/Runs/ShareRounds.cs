using Conduit.Lab;
using Conduit.Simulator.Load;

namespace Conduit.Simulator.Runs;

/// <summary>
/// How fast traffic left an upstream and came back, over all rounds of a fault: the worst of them. A round that the run's
/// end cut short counts if traffic moved by then, or if it is the only one. Needs its owner's lock.
/// </summary>
internal sealed class ShareRounds
{
    private readonly TimedFault _fault;
    private readonly TimeSpan _round;
    private readonly bool _repeats;
    private readonly TimeSpan _patience;
    private readonly Queue<(TimeSpan Start, ShareWatch Watch)> _open = [];
    private TimeSpan _nextStart;
    private Worst _shift;
    private Worst _recovery;

    public ShareRounds(TimedFault fault, RunPlan plan)
    {
        _fault = fault;
        _round = plan.Round;
        _repeats = plan.Repeats;
        // A request is counted at its start but known at its end, which may be rounds later.
        _patience = (plan.Scenario.Client.Timeout * (plan.Scenario.Client.Retries + 1)) + TimeSpan.FromSeconds(1);
        Open();
    }

    /// <summary>Counts a request.</summary>
    /// <param name="at">Its intended start, from the run's start.</param>
    /// <param name="upstream">Who answered it.</param>
    public void Add(TimeSpan at, string upstream)
    {
        while (_repeats && at >= _nextStart + _fault.From - ShareWatch.Before)
        {
            Open();
        }

        foreach (var (start, watch) in _open)
        {
            if (!_repeats || at < Next(start))
            {
                watch.Add(at, upstream);
            }
        }

        while (_repeats && at >= Next(_open.Peek().Start) + _patience)
        {
            var (start, watch) = _open.Dequeue();
            _shift.Take(watch.Shift(Next(start)));
            _recovery.Take(watch.Recovery(Next(start)));
        }
    }

    /// <inheritdoc cref="FaultWatch.Shift"/>
    public TimeSpan? Shift(TimeSpan reached)
        => With(_shift, reached, (watch, until) => watch.Shift(until), start => start + _fault.To <= reached);

    /// <inheritdoc cref="FaultWatch.Recovery"/>
    public TimeSpan? Recovery(TimeSpan reached)
        => With(_recovery, reached, (watch, until) => watch.Recovery(until), start => Next(start) <= reached);

    private TimeSpan? With(Worst worst, TimeSpan reached, Func<ShareWatch, TimeSpan, TimeSpan?> of, Func<TimeSpan, bool> seenThrough)
    {
        foreach (var (start, watch) in _open)
        {
            if (start + _fault.From >= reached)
            {
                break;
            }

            var time = of(watch, _repeats && Next(start) < reached ? Next(start) : reached);
            if (time is not null || seenThrough(start) || worst.Rounds == 0)
            {
                worst.Take(time);
            }
        }

        return worst.Time;
    }

    // When the fault comes again.
    private TimeSpan Next(TimeSpan start) => start + _round + _fault.From;

    private void Open()
    {
        _open.Enqueue((_nextStart, new ShareWatch(_fault.Fault.On!, _nextStart + _fault.From, _nextStart + _fault.To)));
        _nextStart += _round;
    }

    /// <summary>The longest of several times, none if one of them is none.</summary>
    private struct Worst
    {
        private TimeSpan _longest;
        private bool _never;

        public int Rounds { get; private set; }

        public readonly TimeSpan? Time => Rounds == 0 || _never ? null : _longest;

        public void Take(TimeSpan? time)
        {
            Rounds++;
            _never |= time is null;
            _longest = time is { } value && value > _longest ? value : _longest;
        }
    }
}
