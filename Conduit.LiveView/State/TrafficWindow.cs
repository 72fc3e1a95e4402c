using Conduit.LiveView.Apis;

namespace Conduit.LiveView.State;

/// <summary>
/// Who gets how much, from the differences of the proxy's counters: over the last two seconds, or longer while there are too
/// few attempts to tell. Not thread-safe.
/// </summary>
internal sealed class TrafficWindow
{
    private const int Enough = 100;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly List<UpstreamsMessage> _readings = [];

    public void Add(UpstreamsMessage reading)
    {
        if (_readings.Count > 0 && HasRestarted(_readings[^1], reading))
        {
            _readings.Clear();
        }

        _readings.Add(reading);
        _readings.RemoveAll(old => reading.At - old.At > Longest + Shortest);
    }

    public void Clear() => _readings.Clear();

    public Traffic Now()
    {
        if (_readings.Count < 2)
        {
            return Traffic.None;
        }

        var now = _readings[^1];
        var traffic = Traffic.None;
        for (var index = _readings.Count - 2; index >= 0; index--)
        {
            var span = now.At - _readings[index].At;
            if (span > Longest)
            {
                break;
            }

            traffic = Traffic.Between(_readings[index], now);
            if (span >= Shortest && traffic.Attempts >= Enough)
            {
                break;
            }
        }

        return traffic;
    }

    private static bool HasRestarted(UpstreamsMessage before, UpstreamsMessage now)
        => now.Upstreams.Any(upstream => Traffic.Find(before, upstream) is { } old && upstream.Requests < old.Requests);
}
