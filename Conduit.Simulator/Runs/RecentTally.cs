namespace Conduit.Simulator.Runs;

/// <summary>The requests that ended in the last few seconds, for a display that shows how it goes now. Needs its owner's lock.</summary>
internal sealed class RecentTally
{
    private const int Seconds = 4;

    private readonly Tally[] _ring = [.. Enumerable.Range(0, Seconds).Select(_ => new Tally())];
    private readonly Tally _sum = new();
    private long _second;

    public void Add(in Measurement measurement)
    {
        var second = (long)(measurement.At + measurement.Latency).TotalSeconds;
        for (_second = Math.Max(_second, second - Seconds); _second < second; _second++)
        {
            _ring[(_second + 1) % Seconds].Clear();
        }

        _ring[_second % Seconds].Add(measurement);
    }

    /// <summary>The last seconds as one, until the next call.</summary>
    public Tally Sum()
    {
        _sum.Clear();
        foreach (var second in _ring)
        {
            _sum.Add(second);
        }

        return _sum;
    }
}
