using Conduit.Routing;
using Conduit.Routing.Signals;

namespace Conduit.Tests.Routing.Stress;

[Collection(nameof(Threads))]
public sealed class SignalStressTests
{
    private const int Each = 200_000;

    [Fact]
    public void InFlightCounter_read_amid_begins_and_ends_is_never_torn()
    {
        // The sum of the start times wraps its 48 bits all the time.
        const long Start = (1L << 48) - 500;
        var counter = new InFlightCounter();
        void BeginAndEnd(int i)
        {
            counter.Begin(Start + (i % 1_000));
            counter.Begin(Start + (i % 777));
            counter.End(Start + (i % 1_000));
            counter.End(Start + (i % 777));
        }

        Threads.Hammer(Each, BeginAndEnd, BeginAndEnd, BeginAndEnd, _ =>
        {
            Assert.InRange(counter.Read(Start + 1_000, out var age), 0, 6);
            Assert.InRange(age, 0, 1_000);
        });

        Assert.Equal(0, counter.Read(Start, out _));
    }

    [Fact]
    public void ErrorSignal_under_many_threads_loses_no_result()
    {
        var signal = new ErrorSignal();
        var (successes, clientErrors, failures) = (0, 0, 0);
        void Tell(int i)
        {
            switch (i % 4)
            {
                case 0:
                    signal.ClientError(0, 0);
                    Interlocked.Increment(ref clientErrors);
                    break;
                case 1:
                    signal.Failure(0, ofTransport: i % 8 == 1);
                    Interlocked.Increment(ref failures);
                    break;
                case 2:
                    signal.RateLimited(0);
                    Interlocked.Increment(ref failures);
                    break;
                default:
                    signal.Success(0, 0);
                    Interlocked.Increment(ref successes);
                    break;
            }
        }

        Threads.Hammer(Each, Tell, Tell, Tell, _ => Assert.InRange(signal.Rate(0, 0), 0, 1));
        signal.Success(1, 0);

        var all = successes + clientErrors + failures + 1 + 10.0;
        Assert.Equal(failures / all, signal.Rate(1, 0), 9);
        Assert.Equal(clientErrors / all, signal.ClientErrorRate, 9);
    }

    [Fact]
    public void ErrorSignal_whose_counts_decay_meanwhile_has_no_ratio_of_two_moments()
    {
        const long Idle = 10 * MonotonicClock.Second;
        var signal = new ErrorSignal();
        var now = 0L;
        var isOver = false;
        Threads.Race(
            20_000,
            prepare: () =>
            {
                signal.Reset(now);
                for (var i = 0; i < 3; i++)
                {
                    signal.Success(now, now);
                    signal.Success(now, now);
                    signal.Failure(now);
                }

                isOver = false;
            },
            judge: () => Assert.False(signal.TripsRatio(0.5, 0)),
            () =>
            {
                for (var i = 0; i < 100; i++)
                {
                    now += Idle;
                    signal.TransportRate(now);
                }

                Volatile.Write(ref isOver, true);
            },
            () =>
            {
                for (var i = 0; i < Each && !Volatile.Read(ref isOver); i++)
                {
                    Assert.False(signal.TripsRatio(0.5, 0));
                }
            });
    }

    [Fact]
    public void LatencySignal_under_many_threads_stays_between_its_samples()
    {
        var signal = new LatencySignal();
        void Sample(int i)
        {
            signal.Sample(1_000 + (i % 1_000), 1_500, i);
            signal.Raise(1_999, 1_500, i);
            if (i % 100 == 0)
            {
                signal.Forget();
            }
        }

        Threads.Hammer(Each, Sample, Sample, i => Assert.InRange(signal.Project(1_500, idle: true, i), 1_000, 2_000));
    }

    [Fact]
    public void RouteTable_under_many_threads_keeps_to_its_cap_and_to_each_number()
    {
        const int Cap = 16;
        var table = new RouteTable(Cap);
        var numbers = new int[64];
        void Ask(int i)
        {
            var name = $"route {i % numbers.Length}";
            var number = table.NumberOf(name);
            Assert.InRange(number, 0, Cap);
            if (number != RouteTable.Rest)
            {
                Assert.Equal(name, table.NameOf(number));
                Assert.InRange(Interlocked.CompareExchange(ref numbers[i % numbers.Length], number, 0), 0, number);
            }
        }

        Threads.Hammer(Each, Ask, i => Ask(numbers.Length - 1 - (i % numbers.Length)), i => Ask(i * 7));

        Assert.Equal(Cap + 1, table.Count);
        Assert.Equal(Enumerable.Range(1, Cap), numbers.Where(number => number != 0).Order());
    }
}
