namespace Conduit.ProxyBench;

/// <summary>
/// How much of the machine's cores is really there: a thread for each core looks at the clock without pause, and what
/// passes between two looks went to somebody else. Where a hypervisor does not tell its guest of the time it steals, no
/// counter shows it: it is charged to whoever was running.
/// </summary>
internal static class StealProbe
{
    // Well above what a timer's or a device's interrupt takes.
    private static readonly TimeSpan Gap = TimeSpan.FromMicroseconds(100);

    /// <summary>Looks for so long, on all cores at once; nothing else is to run.</summary>
    public static Steal Measure(TimeProvider time, TimeSpan span)
    {
        var seen = new Steal[Environment.ProcessorCount];
        var threads = Enumerable.Range(0, seen.Length).Select(core => new Thread(() => seen[core] = Look(time, span)) { IsBackground = true }).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return new(seen.Average(steal => steal.Share), seen.Max(steal => steal.Longest));
    }

    private static Steal Look(TimeProvider time, TimeSpan span)
    {
        var (gone, longest) = (TimeSpan.Zero, TimeSpan.Zero);
        var begun = time.GetTimestamp();
        for (var last = begun; time.GetElapsedTime(begun, last) < span;)
        {
            var now = time.GetTimestamp();
            var gap = time.GetElapsedTime(last, now);
            last = now;
            if (gap > Gap)
            {
                gone += gap;
                longest = gap > longest ? gap : longest;
            }
        }

        return new(gone / span, longest);
    }
}

/// <summary>What was taken of the cores.</summary>
/// <param name="Share">Of the time, 0…1.</param>
/// <param name="Longest">At once.</param>
internal sealed record Steal(double Share, TimeSpan Longest);
