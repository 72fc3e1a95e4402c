using System.Collections.Concurrent;

namespace Conduit.Tests.Routing.Stress;

/// <summary>Real threads, for what only they can show. Every run is bounded, and the first thing that goes wrong is thrown.</summary>
internal static class Threads
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1.5);

    /// <summary>Calls each of the works over and over, all at the same time, up to <paramref name="most"/> times.</summary>
    public static void Hammer(int most, params Action<int>[] works)
    {
        var until = Until();
        Run([.. works.Select<Action<int>, Action>(work => () =>
        {
            for (var i = 0; i < most && TimeProvider.System.GetTimestamp() < until; i++)
            {
                work(i);
            }
        })]);
    }

    /// <summary>Rounds in which all racers start together; <paramref name="prepare"/> comes before each and <paramref name="judge"/> after.</summary>
    public static void Race(int rounds, Action prepare, Action judge, params Action[] racers)
    {
        var until = Until();
        var stopped = false;
        var round = 0;
        ConcurrentQueue<Exception> failures = [];
        using var barrier = new Barrier(racers.Length, _ => Guard(failures, () =>
        {
            if (round > 0)
            {
                judge();
            }

            prepare();
            stopped = ++round > rounds || TimeProvider.System.GetTimestamp() >= until;
        }));
        Run([.. racers.Select<Action, Action>(racer => () =>
        {
            barrier.SignalAndWait();
            while (!stopped && failures.IsEmpty)
            {
                Guard(failures, racer);
                barrier.SignalAndWait();
            }
        })]);
        Assert.Empty(failures);
        Assert.True(round > 1);
    }

    private static void Run(IReadOnlyList<Action> works)
    {
        ConcurrentQueue<Exception> failures = [];
        var threads = works.Select(work => new Thread(() => Guard(failures, work)) { IsBackground = true }).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Empty(failures);
    }

    private static long Until() => TimeProvider.System.GetTimestamp() + (long)(Longest.TotalSeconds * TimeProvider.System.TimestampFrequency);

    private static void Guard(ConcurrentQueue<Exception> failures, Action action)
    {
        try
        {
            action();
        }
#pragma warning disable CA1031 // Whatever it is, the test's own thread is to throw it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failures.Enqueue(exception);
        }
    }
}
