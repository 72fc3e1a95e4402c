using Conduit.Routing.Signals;

namespace Conduit.Tests.Routing;

public sealed class InFlightCounterTests
{
    [Fact]
    public void Read_of_several_in_flight_gives_their_count_and_mean_age()
    {
        var counter = new InFlightCounter();
        counter.Begin(1_000);
        counter.Begin(3_000);

        Assert.Equal(2, counter.Read(5_000, out var age));
        Assert.Equal(3_000, age);
    }

    [Fact]
    public void Read_after_all_ended_gives_nothing()
    {
        var counter = new InFlightCounter();
        counter.Begin(7);
        counter.Begin(9);
        counter.End(7);
        counter.End(9);

        Assert.Equal(0, counter.Read(1_000_000, out var age));
        Assert.Equal(0, age);
    }

    [Fact]
    public void Read_when_the_sum_has_wrapped_still_gives_the_true_age()
    {
        // Some nine years on, 60 000 start times no longer fit into 48 bits.
        const long Late = (1L << 48) - 10_000;
        var counter = new InFlightCounter();
        for (var i = 0; i < 60_000; i++)
        {
            counter.Begin(Late);
        }

        Assert.Equal(60_000, counter.Read(Late + 250, out var age));
        Assert.Equal(250, age);
    }

    [Fact]
    public void Read_with_a_clock_behind_the_start_clamps_the_age_to_zero()
    {
        var counter = new InFlightCounter();
        counter.Begin(1_000);

        Assert.Equal(1, counter.Read(990, out var age));
        Assert.Equal(0, age);
    }

    [Fact]
    public void Begin_and_End_from_many_threads_lose_nothing()
    {
        var counter = new InFlightCounter();
        Parallel.For(0, 8, thread =>
        {
            for (var i = 0; i < 100_000; i++)
            {
                counter.Begin((thread * 1_000) + i);
                counter.End((thread * 1_000) + i);
            }
        });

        Assert.Equal(0, counter.Count);
        counter.Begin(5);
        Assert.Equal(1, counter.Read(15, out var age));
        Assert.Equal(10, age);
    }
}
