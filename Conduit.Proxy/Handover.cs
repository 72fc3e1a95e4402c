namespace Conduit.Proxy;

/// <summary>
/// Where a request goes on. On the thread that read its bytes it wakes nobody, by far the cheapest while there is little to
/// do. When many are under way they stand behind that thread, and wait together whenever it waits for a core: then it reads
/// on, and the thread pool takes what it read. Thread-safe: what it measures of a thread is that thread's own.
/// </summary>
internal sealed class Handover
{
    /// <summary>A thread is busy while requests begin on it, in the mean, sooner one after another than this.</summary>
    public static readonly TimeSpan BusyInterval = TimeSpan.FromMicroseconds(200);

    /// <summary>So many under way are a crowd: four for each of the sockets' threads, of which there is one for each core.</summary>
    public static readonly int Crowd = 4 * Environment.ProcessorCount;

    // So that one quiet moment does not weigh more than a hundred requests.
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMilliseconds(10);

    // A new interval weighs 1/32.
    private const int WeightShift = 5;

    [ThreadStatic]
    private static long _last;

    [ThreadStatic]
    private static long _meanInterval;

    private readonly Admission _admission;
    private readonly long _busyInterval;
    private readonly long _longestInterval;

    public Handover(Admission admission, TimeProvider time)
    {
        _admission = admission;
        _busyInterval = Ticks(BusyInterval, time);
        _longestInterval = Ticks(LongestInterval, time);
    }

    /// <summary>Whether a request that begins on this thread now goes on on the thread pool.</summary>
    /// <param name="now">A timestamp of the time provider.</param>
    public bool IsDue(long now)
    {
        // Whoever has come to the pool already, for want of inline completions or by HTTP/2, is where it should be.
        if (Thread.CurrentThread.IsThreadPoolThread)
        {
            return false;
        }

        _meanInterval += (Math.Min(now - _last, _longestInterval) - _meanInterval) >> WeightShift;
        _last = now;
        return _meanInterval < _busyInterval && _admission.Count >= Crowd;
    }

    private static long Ticks(TimeSpan interval, TimeProvider time) => interval.Ticks * time.TimestampFrequency / TimeSpan.TicksPerSecond;
}
