using System.Threading.Channels;
using Conduit.Routing.Execution;
using Microsoft.Extensions.Time.Testing;

namespace Conduit.Tests.Routing;

public sealed class SweptTimeTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly SweptTime _swept;

    public SweptTimeTests() => _swept = new SweptTime(_time);

    [Fact]
    public async Task Timer_rings_once_when_it_is_due_and_no_earlier()
    {
        var bell = new Bell(_swept);
        bell.Timer.Start(Wait);

        _time.Advance(Wait - TimeSpan.FromMilliseconds(1));
        Assert.True(bell.IsSilent);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await bell.RungAsync(1);

        Assert.False(bell.Timer.TryStop());
        _time.Advance(10 * Wait);
        Assert.Equal(1, bell.Rings);
    }

    [Fact]
    public async Task Timer_set_again_after_it_was_stopped_rings_at_the_new_moment()
    {
        var bell = new Bell(_swept);
        bell.Timer.Start(Wait);
        _time.Advance(Wait / 2);
        Assert.True(bell.Timer.TryStop());

        // The look that the first moment asked for finds nothing set.
        _time.Advance(Wait);
        bell.Timer.Start(Wait);
        _time.Advance(Wait - TimeSpan.FromMilliseconds(1));
        Assert.True(bell.IsSilent);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await bell.RungAsync(1);
    }

    [Fact]
    public async Task Timer_that_is_due_sooner_than_those_set_before_does_not_wait_for_them()
    {
        var late = new Bell(_swept);
        var soon = new Bell(_swept);
        late.Timer.Start(10 * Wait);
        soon.Timer.Start(Wait);

        _time.Advance(Wait);
        await soon.RungAsync(1);
        Assert.True(late.IsSilent);
        _time.Advance(9 * Wait);
        await late.RungAsync(1);
    }

    [Fact]
    public async Task Timers_due_shortly_after_one_another_ring_a_grain_and_a_millisecond_late_at_most()
    {
        var start = _time.GetTimestamp();
        var bells = Enumerable.Range(0, 20).Select(_ => new Bell(_swept)).ToList();
        for (var i = 0; i < bells.Count; i++)
        {
            bells[i].Timer.Start(Wait + TimeSpan.FromMilliseconds(0.25 * i));
        }

        for (var i = 0; i < bells.Count; i++)
        {
            var latest = Wait + TimeSpan.FromMilliseconds((0.25 * i) + 1) + SweptTime.Grain;
            _time.Advance(latest - _time.GetElapsedTime(start));
            await bells[i].RungAsync(1);
        }
    }

    [Fact]
    public async Task Timers_set_and_dropped_in_great_number_are_forgotten_before_the_one_far_off_is_due()
    {
        var far = new Bell(_swept);
        far.Timer.Start(TimeSpan.FromHours(1));
        var dropped = Drop(5_000);

        _time.Advance(TimeSpan.FromMinutes(1));
        GC.Collect();
        Assert.InRange(dropped.Count(timer => timer.IsAlive), 0, 1_024);
        _time.Advance(TimeSpan.FromHours(1));
        await far.RungAsync(1);

        List<WeakReference> Drop(int count) => [.. Enumerable.Range(0, count).Select(_ =>
        {
            var bell = new Bell(_swept);
            bell.Timer.Start(TimeSpan.FromMinutes(30));
            bell.Timer.TryStop();
            return new WeakReference(bell.Timer);
        })];
    }

    [Fact]
    public async Task Timer_further_off_than_a_timer_of_the_runtime_can_be_is_taken()
    {
        var far = new Bell(_swept);
        var near = new Bell(_swept);
        far.Timer.Start(TimeSpan.FromDays(60));
        near.Timer.Start(Wait);

        _time.Advance(Wait);
        await near.RungAsync(1);
        _time.Advance(TimeSpan.FromDays(30));
        _time.Advance(TimeSpan.FromDays(29));
        Assert.True(far.IsSilent);
        _time.Advance(TimeSpan.FromDays(1));
        await far.RungAsync(1);
    }

    [Fact]
    public void Timers_set_one_after_another_ask_for_a_look_only_now_and_then()
    {
        var asked = 0;
        var time = new WatchedTime(() => asked++);
        var timer = new SweptTimer(new SweptTime(time), static _ => { }, null);

        for (var i = 0; i < 10_000; i++)
        {
            timer.Start(Wait);
            time.IsAsked = false;
            time.Advance(TimeSpan.FromMilliseconds(1));
            timer.TryStop();
            time.Advance(TimeSpan.FromMilliseconds(1));
            time.IsAsked = true;
        }

        // 20 s in looks of 50 ms, and after every hundredth it waits to be asked.
        Assert.InRange(asked, 1, 10);
    }

    [Fact]
    public void Clock_whose_timers_are_set_no_more_looks_no_more()
    {
        var looks = 0;
        var time = new WatchedTime(() => looks++);
        var timer = new SweptTimer(new SweptTime(time), static _ => { }, null);
        timer.Start(Wait);
        timer.TryStop();
        time.Advance(10 * Wait);

        looks = 0;
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, looks);
    }

    [Fact]
    public void Timer_that_is_to_ring_again_and_again_is_refused()
        => Assert.Throws<ArgumentOutOfRangeException>(() => _swept.CreateTimer(_ => { }, null, Wait, Wait));

    [Fact]
    public async Task Timers_set_and_stopped_by_many_threads_on_the_systems_clock_ring_if_and_only_if_they_are_left_set()
    {
        var swept = SweptTime.OfSystem;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(async () =>
        {
            var bell = new Bell(swept);
            var rings = 0;
            for (var i = 0; i < 400; i++)
            {
                bell.Timer.Start(TimeSpan.FromMilliseconds((thread + i) % 4));
                if (i % 40 == thread)
                {
                    await bell.RungAsync(++rings);
                }
                else if (!bell.Timer.TryStop())
                {
                    // It had begun to ring.
                    await bell.RungAsync(++rings);
                }

                Assert.Equal(rings, bell.Rings);
            }
        })));
    }

    [Fact]
    public async Task Timers_that_join_while_others_are_forgotten_never_make_a_look_endless()
    {
        const int Starts = 3_000_000;
        var joining = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < Starts / 4; i++)
            {
                var timer = new SweptTimer(_swept, static _ => { }, null);
                timer.Start(Wait);
                timer.TryStop();
            }
        })).ToList();

        var looking = Task.Factory.StartNew(
            () =>
            {
                while (!joining.TrueForAll(join => join.IsCompleted))
                {
                    _time.Advance(SweptTime.Grain);
                }
            },
            TaskCreationOptions.LongRunning);

        await Task.WhenAll([looking, .. joining]).WaitAsync(Patience);
    }

    /// <summary>A clock that tells when one of its timers is set.</summary>
    private sealed class WatchedTime(Action set) : FakeTimeProvider
    {
        public bool IsAsked { get; set; } = true;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
            => new Watched(this, base.CreateTimer(callback, state, dueTime, period));

        private sealed class Watched(WatchedTime time, ITimer timer) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                if (time.IsAsked)
                {
                    time.Set();
                }

                return timer.Change(dueTime, period);
            }

            public void Dispose() => timer.Dispose();

            public ValueTask DisposeAsync() => timer.DisposeAsync();
        }

        private void Set() => set();
    }

    private sealed class Bell
    {
        private readonly Channel<int> _rung = Channel.CreateUnbounded<int>();
        private int _rings;

        public Bell(SweptTime time) => Timer = new SweptTimer(time, static bell => ((Bell)bell!).Ring(), this);

        public SweptTimer Timer { get; }

        public int Rings => Volatile.Read(ref _rings);

        public bool IsSilent => Rings == 0;

        public async Task RungAsync(int times)
        {
            Assert.Equal(times, await _rung.Reader.ReadAsync().AsTask().WaitAsync(Patience));
        }

        private void Ring()
        {
            _rung.Writer.TryWrite(Interlocked.Increment(ref _rings));
        }
    }
}
