using Conduit.Simulator.Load;
using HdrHistogram;

namespace Conduit.Simulator.Runs;

/// <summary>What is measured of one step of a <see cref="StepTallies"/>: percentiles to two digits, in 15 KB. Needs its owner's lock.</summary>
internal sealed class StepTally
{
    private static readonly long MostMicroseconds = (long)TimeSpan.FromHours(1).TotalMicroseconds;

    private readonly IntHistogram _microseconds = new(1, MostMicroseconds, 2);
    private readonly long[] _outcomes = new long[ClientOutcomes.All.Count];
    private long[] _upstreams = new long[4];
    private long _maxTicks;

    public long Requests { get; private set; }

    public long Success { get; private set; }

    /// <summary>Requests whose upstream is known.</summary>
    public long Routed { get; private set; }

    /// <summary>In milliseconds; null without requests whose latency is known.</summary>
    public double? Max => _microseconds.TotalCount == 0 ? null : Math.Round((double)_maxTicks / TimeSpan.TicksPerMillisecond, 3);

    public long Count(ClientOutcome outcome) => _outcomes[(int)outcome];

    /// <summary>In milliseconds; null without requests whose latency is known.</summary>
    /// <param name="percent">0…100.</param>
    public double? Percentile(double percent)
        => _microseconds.TotalCount == 0 ? null : Math.Min(_microseconds.GetValueAtPercentile(percent) / 1_000.0, Max!.Value);

    /// <summary>An upstream's part of the requests whose upstream is known; null while there are none.</summary>
    /// <param name="upstream">Its index in the line.</param>
    public double? Share(int upstream) => Routed == 0 ? null : (upstream < _upstreams.Length ? _upstreams[upstream] : 0) / (double)Routed;

    /// <summary>Takes in a finished request.</summary>
    /// <param name="measurement">The request.</param>
    /// <param name="upstream">The line's index of who answered it; null where nobody did or said so.</param>
    public void Add(in Measurement measurement, int? upstream)
    {
        Requests++;
        _outcomes[(int)measurement.Answer.Outcome]++;
        Success += measurement.Answer.Outcome.IsSuccess() ? 1 : 0;
        if (upstream is { } index)
        {
            Routed++;
            Upstream(index)++;
        }

        if (measurement.Untimed)
        {
            return;
        }

        var ticks = Math.Max(0, measurement.Latency.Ticks);
        _maxTicks = Math.Max(_maxTicks, ticks);
        _microseconds.RecordValue(Math.Clamp(ticks / TimeSpan.TicksPerMicrosecond, 1, MostMicroseconds));
    }

    /// <summary>Adds all that another step has.</summary>
    /// <param name="other">The other one.</param>
    /// <param name="indices">Its line's indices of upstreams in terms of this one's; null where they are the same.</param>
    public void Add(StepTally other, IReadOnlyList<int?>? indices = null)
    {
        for (var i = 0; i < _outcomes.Length; i++)
        {
            _outcomes[i] += other._outcomes[i];
        }

        for (var i = 0; i < other._upstreams.Length; i++)
        {
            if (other._upstreams[i] > 0)
            {
                // What the other line did not tell apart cannot be told apart here either: its index stays past the last.
                Upstream(indices is not null && i < indices.Count ? indices[i]!.Value : i) += other._upstreams[i];
            }
        }

        Requests += other.Requests;
        Success += other.Success;
        Routed += other.Routed;
        _maxTicks = Math.Max(_maxTicks, other._maxTicks);
        _microseconds.Add(other._microseconds);
    }

    private ref long Upstream(int index)
    {
        if (index >= _upstreams.Length)
        {
            Array.Resize(ref _upstreams, Math.Max(index + 1, _upstreams.Length * 2));
        }

        return ref _upstreams[index];
    }
}
