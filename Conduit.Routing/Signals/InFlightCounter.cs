namespace Conduit.Routing.Signals;

/// <summary>
/// Requests that wait for response headers, and their mean age, in one atomic word: the sum of the start times in the
/// upper 48 bits, their count in the lower 16. One read gives both; two counters would tear.
/// </summary>
internal struct InFlightCounter
{
    /// <summary>Most requests one upstream can have in flight.</summary>
    public const int Capacity = ushort.MaxValue;

    private const int CountBits = 16;
    private const long CountMask = Capacity;
    private const ulong SumMask = (1UL << 48) - 1;

    private long _packed;

    public readonly int Count => (int)(Volatile.Read(in _packed) & CountMask);

    public void Begin(long startedAt) => Interlocked.Add(ref _packed, (startedAt << CountBits) + 1);

    public void End(long startedAt) => Interlocked.Add(ref _packed, -((startedAt << CountBits) + 1));

    /// <summary>The count and the mean age in microseconds; the sum may have wrapped, so the age is taken modulo 2^48.</summary>
    public readonly int Read(long now, out long meanAge)
    {
        var packed = Volatile.Read(in _packed);
        var count = packed & CountMask;
        if (count == 0)
        {
            meanAge = 0;
            return 0;
        }

        var sum = (ulong)packed >> CountBits;
        var totalAge = unchecked((ulong)(count * now) - sum) & SumMask;
        // A start read from a clock slightly ahead of ours gives a negative total, which wraps to a huge one.
        meanAge = totalAge > SumMask / 2 ? 0 : (long)totalAge / count;
        return (int)count;
    }
}
