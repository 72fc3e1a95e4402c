using System.Runtime.InteropServices;

namespace Conduit.Simulator.Runs;

/// <summary>
/// A run in equal steps of time, each with the requests whose intended start lies in it, in whatever order and however
/// late they end. Memory is bounded whatever the run's length: too many steps become half as many of double the width.
/// Needs its owner's lock.
/// </summary>
internal sealed class StepTallies
{
    /// <summary>The most steps there ever are.</summary>
    public const int MostSteps = 600;

    private const int EnoughSteps = 120;
    private const int MostOthers = 32;

    private static readonly TimeSpan Finest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly List<StepTally> _steps = [];
    private readonly Dictionary<string, int> _upstreams = new(StringComparer.Ordinal);
    private readonly int _mostUpstreams;

    /// <param name="length">How long the run is meant to be, which decides the width of a step.</param>
    /// <param name="upstreams">Upstreams to tell apart in any case; of others only the first few are.</param>
    public StepTallies(TimeSpan length, IEnumerable<string> upstreams)
    {
        Width = WidthFor(length);
        foreach (var upstream in upstreams)
        {
            _upstreams.TryAdd(upstream, _upstreams.Count);
        }

        _mostUpstreams = _upstreams.Count + MostOthers;
    }

    /// <summary>The width of one step.</summary>
    public TimeSpan Width { get; private set; }

    /// <summary>Up to the last one that has a request.</summary>
    public IReadOnlyList<StepTally> Steps => _steps;

    /// <summary>The upstreams that are told apart.</summary>
    public IReadOnlyCollection<string> Upstreams => _upstreams.Keys;

    /// <summary>Seconds, finer in short runs and coarser in long ones, in powers of two.</summary>
    /// <param name="length">The run's.</param>
    public static TimeSpan WidthFor(TimeSpan length)
    {
        var width = Finest;
        while (length > width * (width < Second ? EnoughSteps : MostSteps))
        {
            width *= 2;
        }

        return width;
    }

    /// <summary>Takes in a finished request.</summary>
    public void Add(in Measurement measurement)
        => At((int)(measurement.At / Width), measurement.At).Add(measurement, IndexOf(measurement.Answer.Upstream));

    /// <summary>Adds all that another line of the same run under another seed or by another way has.</summary>
    public void Add(StepTallies other)
    {
        while (Width < other.Width)
        {
            Halve();
        }

        var indices = other._upstreams.Keys.Select(IndexOf).ToArray();
        for (var i = 0; i < other._steps.Count; i++)
        {
            var start = other.Width * i;
            At((int)(start / Width), start).Add(other._steps[i], indices);
        }
    }

    /// <summary>The part of a step's answers that came from an upstream that is told apart; null where no answer says whose it is.</summary>
    public double? Share(StepTally step, string upstream) => _upstreams.TryGetValue(upstream, out var index) ? step.Share(index) : step.Routed == 0 ? null : 0;

    // An index past the last stands for all that are not told apart.
    private int? IndexOf(string? upstream)
    {
        if (upstream is null)
        {
            return null;
        }

        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_upstreams, upstream, out var known);
        if (known)
        {
            return index;
        }

        index = _upstreams.Count - 1;
        if (index < _mostUpstreams)
        {
            return index;
        }

        _upstreams.Remove(upstream);
        return _mostUpstreams;
    }

    private StepTally At(int index, TimeSpan at)
    {
        while (index >= MostSteps)
        {
            Halve();
            index = (int)(at / Width);
        }

        while (_steps.Count <= index)
        {
            _steps.Add(new StepTally());
        }

        return _steps[index];
    }

    private void Halve()
    {
        for (var i = 0; i < _steps.Count; i += 2)
        {
            if (i + 1 < _steps.Count)
            {
                _steps[i].Add(_steps[i + 1]);
            }

            _steps[i / 2] = _steps[i];
        }

        _steps.RemoveRange((_steps.Count + 1) / 2, _steps.Count / 2);
        Width *= 2;
    }
}
