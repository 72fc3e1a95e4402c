using Conduit.Lab;
using Conduit.Routing;

namespace Conduit.Tests.Lab;

public sealed class FaultSetTests
{
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Served = Ms(5);

    [Fact]
    public void Meet_fault_befalls_requests_from_its_start_until_before_its_end()
    {
        var set = Set(new Fault { Kind = FaultKind.Hang, At = TimeSpan.FromSeconds(1), For = TimeSpan.FromSeconds(2) });

        Assert.False(Meet(set, Start + Ms(999)).Hangs);
        Assert.True(Meet(set, Start + Ms(1_000)).Hangs);
        Assert.True(Meet(set, Start + Ms(2_999)).Hangs);
        Assert.False(Meet(set, Start + Ms(3_000)).Hangs);
    }

    [Fact]
    public void Meet_fault_without_an_end_befalls_requests_for_good()
        => Assert.True(Meet(Set(new Fault { Kind = FaultKind.Hang }), Start + TimeSpan.FromDays(100)).Hangs);

    [Fact]
    public void Meet_latencies_of_several_faults_add_up()
    {
        var effects = Meet(Set(Latency(add: 100), Latency(add: 50)), Start);

        Assert.Equal(Ms(155), effects.ServiceTime(Served));
    }

    [Fact]
    public void Meet_latency_set_twice_takes_the_later_one_and_what_others_add()
    {
        var effects = Meet(Set(Latency(set: 10), Latency(add: 50), Latency(set: 20)), Start);

        Assert.Equal(Ms(70), effects.ServiceTime(Served));
    }

    [Fact]
    public void Meet_error_set_twice_takes_the_later_one_whole()
    {
        var effects = Meet(
            Set(new Fault { Kind = FaultKind.Error, Status = 500, After = Ms(100) }, new Fault { Kind = FaultKind.Error, Status = 503 }), Start);

        Assert.Equal(503, effects.Status);
        Assert.Equal(Served, effects.ServiceTime(Served));
    }

    [Fact]
    public void Meet_error_with_a_time_of_its_own_answers_then_whatever_the_latency()
    {
        var effects = Meet(Set(Latency(add: 300), new Fault { Kind = FaultKind.Error, Status = 500, After = Ms(100) }), Start);

        Assert.Equal(Ms(100), effects.ServiceTime(Served));
    }

    [Fact]
    public void Meet_jitter_spreads_evenly_about_what_is_added()
    {
        var set = Set(new Fault { Kind = FaultKind.Latency, Add = Ms(100), Jitter = Ms(20) });

        var added = Enumerable.Range(0, 20_000).Select(number => Meet(set, Start, (ulong)number).AddLatency.TotalMilliseconds).ToArray();

        Assert.InRange(added.Min(), 80, 80.1);
        Assert.InRange(added.Max(), 119.9, 120);
        Assert.InRange(added.Average(), 99.7, 100.3);
    }

    [Fact]
    public void ServiceTime_with_jitter_below_zero_is_floored()
        => Assert.Equal(TimeSpan.Zero, new FaultEffects { AddLatency = Ms(-50) }.ServiceTime(Served));

    [Fact]
    public void Meet_creeping_latency_goes_evenly_from_add_to_rampTo()
    {
        var set = Set(new Fault { Kind = FaultKind.Latency, For = TimeSpan.FromSeconds(10), Add = Ms(100), RampTo = Ms(300) });

        Assert.Equal(Ms(100), Meet(set, Start).AddLatency);
        Assert.Equal(Ms(200), Meet(set, Start + TimeSpan.FromSeconds(5)).AddLatency);
        Assert.Equal(Ms(280), Meet(set, Start + TimeSpan.FromSeconds(9)).AddLatency);
    }

    [Fact]
    public void Meet_probability_befalls_that_fraction_and_each_fault_draws_for_itself()
    {
        var set = Set(
            new Fault { Kind = FaultKind.Hang, Probability = 0.3 },
            new Fault { Kind = FaultKind.Reset, Probability = 0.3 });

        var effects = Enumerable.Range(0, 20_000).Select(number => Meet(set, Start, (ulong)number)).ToArray();

        Assert.InRange(effects.Count(effect => effect.Hangs), 5_800, 6_200);
        Assert.InRange(effects.Count(effect => effect.Hangs && effect.Resets), 1_650, 1_950);
    }

    [Fact]
    public void Meet_probability_zero_befalls_none()
        => Assert.DoesNotContain(
            Enumerable.Range(0, 1_000), number => Meet(Set(new Fault { Kind = FaultKind.Hang, Probability = 0 }), Start, (ulong)number).Hangs);

    [Fact]
    public void Meet_paths_befalls_requests_to_these_alone()
    {
        var set = Set(new Fault { Kind = FaultKind.Truncate, Paths = new("/orders*") });

        Assert.True(set.Meet("/orders/1", Start, new Chance(1), 1, 0).Truncates);
        Assert.False(set.Meet("/items/1", Start, new Chance(1), 1, 0).Truncates);
    }

    [Fact]
    public void Meet_same_arguments_give_the_same_effects()
    {
        var set = Set(new Fault { Kind = FaultKind.Latency, Add = Ms(100), Jitter = Ms(20), Probability = 0.5 }, new Fault { Kind = FaultKind.Reset, Probability = 0.5 });

        Assert.All(Enumerable.Range(0, 100), number => Assert.Equal(Meet(set, Start, (ulong)number), Meet(set, Start, (ulong)number)));
    }

    [Theory]
    [InlineData(FaultKind.Refuse, false)]
    [InlineData(FaultKind.Crash, true)]
    public void Listens_while_refusing_or_crashed_is_false(FaultKind kind, bool crashed)
    {
        var set = Set(new Fault { Kind = kind, At = TimeSpan.FromSeconds(1), For = TimeSpan.FromSeconds(1) });

        Assert.True(set.Listens(Start));
        Assert.False(set.Listens(Start + Ms(1_500)));
        Assert.Equal(crashed, set.Crashed(Start + Ms(1_500)));
        Assert.True(set.Listens(Start + Ms(2_000)));
    }

    [Fact]
    public void NextListeningChange_over_time_names_each_start_and_end()
    {
        var set = Set(
            new Fault { Kind = FaultKind.Refuse, At = TimeSpan.FromSeconds(1), For = TimeSpan.FromSeconds(3) },
            new Fault { Kind = FaultKind.Crash, At = TimeSpan.FromSeconds(2), For = TimeSpan.FromSeconds(1) },
            Latency(add: 5));

        var changes = new List<double>();
        for (var now = set.NextListeningChange(Start); now is { } at; now = set.NextListeningChange(at))
        {
            changes.Add((at - Start).TotalSeconds);
        }

        Assert.Equal([1, 2, 3, 4], changes);
    }

    [Theory]
    [InlineData(0, 20)]
    [InlineData(19, 20)]
    [InlineData(20, 20)]
    [InlineData(99, 99)]
    [InlineData(100, 120)]
    [InlineData(995, 995)]
    [InlineData(1_000, 1_005)]
    [InlineData(1_005, 1_005)]
    public void AfterPauses_work_done_within_a_pause_is_done_at_its_end(int at, int done)
    {
        var set = Set(new Fault { Kind = FaultKind.Pause, Every = Ms(100), Length = Ms(20), For = Ms(1_005) });

        Assert.Equal(Start + Ms(done), set.AfterPauses(Start + Ms(at)));
    }

    [Fact]
    public void AfterPauses_one_pause_that_ends_within_another_waits_for_both()
    {
        var set = Set(
            new Fault { Kind = FaultKind.Pause, Every = Ms(100), Length = Ms(20) },
            new Fault { Kind = FaultKind.Pause, At = Ms(15), Every = Ms(200), Length = Ms(30) });

        Assert.Equal(Start + Ms(45), set.AfterPauses(Start + Ms(1)));
    }

    [Fact]
    public void AfterPauses_pauses_that_leave_no_gap_still_come_to_an_answer()
    {
        var set = Set(
            new Fault { Kind = FaultKind.Pause, Every = Ms(100), Length = Ms(60) },
            new Fault { Kind = FaultKind.Pause, At = Ms(50), Every = Ms(100), Length = Ms(60) });

        Assert.True(set.AfterPauses(Start + Ms(60)) > Start + TimeSpan.FromSeconds(10));
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static Fault Latency(int? add = null, int? set = null)
        => new() { Kind = FaultKind.Latency, Add = add is { } more ? Ms(more) : null, Set = set is { } fixedTime ? Ms(fixedTime) : null };

    [Fact]
    public void Expect_of_several_faults_is_the_mean_of_what_requests_meet()
    {
        const int requests = 40_000;
        var set = Set(
            Latency(set: 20) with { Probability = 0.5, Jitter = Ms(10) },
            Latency(add: 30) with { Probability = 0.25 },
            new Fault { Kind = FaultKind.Error, Status = 503, Probability = 0.1 },
            new Fault { Kind = FaultKind.Reset, Probability = 0.2 },
            new Fault { Kind = FaultKind.Error, Status = 404, Probability = 0.5 },
            new Fault { Kind = FaultKind.Hang, Paths = new PathGlob("/else*") });
        var chance = new Chance(4);
        var met = Enumerable.Range(0, requests).Select(number => set.Meet("/items", Start, chance, (ulong)number, 0)).ToList();

        var forecast = set.Expect("/items", Start, Served);

        Assert.Equal(met.Average(effects => effects.ServiceTime(Served).TotalMilliseconds), forecast.ServiceTime.TotalMilliseconds, 0.3);
        // A later 404 may stand in for an earlier 503: an oracle counts on the worse.
        Assert.Equal(1 - (0.9 * 0.8), forecast.Failure, 1e-9);
        Assert.Equal(1, set.Expect("/elsewhere", Start, Served).Failure);
    }

    private static FaultSet Set(params Fault[] faults) => new(faults.Select(fault => TimedFault.Starting(fault, Start)));

    private static FaultEffects Meet(FaultSet set, TimeSpan now, ulong number = 1) => set.Meet("/", now, new Chance(1), number, 0);
}
