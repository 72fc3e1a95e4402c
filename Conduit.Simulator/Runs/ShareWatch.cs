namespace Conduit.Simulator.Runs;

/// <summary>
/// How fast traffic left an upstream in a fault and how fast it came back. Needs its owner's lock. Requests stand at
/// their intended start; only those whose upstream is known count. Seconds are looked at every 250 ms from the fault's
/// start, or its end.
/// </summary>
internal sealed class ShareWatch
{
    private const int FewestRequests = 100;
    private const double MostShareWhenShifted = 0.05;
    private const int WindowsInSecond = 4;

    /// <summary>How long before a fault its upstream's share is looked at.</summary>
    public static readonly TimeSpan Before = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Window = Second / WindowsInSecond;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);
    private static readonly int StepsInWindow = (int)(Window / Step);

    private readonly string _upstream;
    private readonly TimeSpan _start;
    private readonly TimeSpan _end;
    private readonly ShareCounter _during = new(Step);
    private readonly ShareCounter _after = new(Window);
    private long _allBefore;
    private long _ownBefore;

    /// <param name="upstream">The upstream the fault befalls.</param>
    /// <param name="start">The fault's start, from the run's start.</param>
    /// <param name="end">The fault's end.</param>
    public ShareWatch(string upstream, TimeSpan start, TimeSpan end)
    {
        _upstream = upstream;
        _start = start;
        _end = end;
    }

    /// <summary>The upstream's share over the 5 s before the fault; null where nothing was sent then.</summary>
    public double? ShareBefore => _allBefore == 0 ? null : _ownBefore / (double)_allBefore;

    /// <summary>Counts a request.</summary>
    /// <param name="at">Its intended start, from the run's start.</param>
    /// <param name="upstream">Who answered it.</param>
    public void Add(TimeSpan at, string upstream)
    {
        var own = upstream == _upstream;
        if (at >= _end)
        {
            _after.Add(at - _end, own);
        }
        else if (at >= _start)
        {
            _during.Add(at - _start, own);
        }
        else if (at >= _start - Before)
        {
            _allBefore++;
            _ownBefore += own ? 1 : 0;
        }
    }

    /// <summary>
    /// From the fault's start to the start of the first full second whose every 250 ms window has the upstream under
    /// 5 % and under a fifth of its share before; null where the fault ended first. A window of fewer than 100 requests
    /// is widened towards the fault's end until it holds them.
    /// </summary>
    /// <param name="reached">How far the run got; a fault that was cut short is looked at up to there.</param>
    public TimeSpan? Shift(TimeSpan reached)
    {
        if (ShareBefore is not { } before)
        {
            return null;
        }

        var most = Math.Min(MostShareWhenShifted, before / 5);
        var until = (reached < _end ? reached : _end) - _start;
        var steps = (int)(until / Step);
        var inARow = 0;
        for (var window = 0; (window + 1) * Window <= until; window++)
        {
            inARow = ShareFrom(window * StepsInWindow, steps) < most ? inARow + 1 : 0;
            if (inARow == WindowsInSecond)
            {
                return (window + 1 - WindowsInSecond) * Window;
            }
        }

        return null;
    }

    /// <summary>
    /// From the fault's end to the start of the first second in which the upstream has over half of its share before;
    /// null where the run ended first.
    /// </summary>
    /// <param name="reached">How far the run got.</param>
    public TimeSpan? Recovery(TimeSpan reached)
    {
        if (ShareBefore is not > 0)
        {
            return null;
        }

        for (var window = 0; (window * Window) + Second <= reached - _end; window++)
        {
            var (all, own) = _after.Between(window, window + WindowsInSecond);
            if (own > ShareBefore / 2 * all)
            {
                return window * Window;
            }
        }

        return null;
    }

    // Not a number, and so below nothing, where too few requests are left to tell.
    private double ShareFrom(int step, int last)
    {
        var to = step + StepsInWindow;
        var (all, own) = _during.Between(step, to);
        for (; all < FewestRequests && to < last; to++)
        {
            var (moreAll, moreOwn) = _during.Between(to, to + 1);
            all += moreAll;
            own += moreOwn;
        }

        return all < FewestRequests ? double.NaN : own / (double)all;
    }
}
