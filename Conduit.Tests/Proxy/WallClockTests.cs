using Conduit.Proxy.Telemetry;
using Microsoft.Extensions.Time.Testing;

namespace Conduit.Tests.Proxy;

public sealed class WallClockTests
{
    private readonly SteppedTime _time = new();

    [Fact]
    public void Timestamp_of_a_moment_ago_or_of_now_tells_its_time_of_day()
    {
        var clock = new WallClock(_time);
        _time.Advance(TimeSpan.FromMilliseconds(10));
        var (then, thenByDay) = (_time.GetTimestamp(), _time.GetUtcNow());
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(_time.GetUtcNow(), clock.At(_time.GetTimestamp()));
        Assert.Equal(thenByDay, clock.At(then));
    }

    [Fact]
    public void Step_of_the_time_of_day_is_known_after_a_second()
    {
        var clock = new WallClock(_time);
        _time.Step = TimeSpan.FromMinutes(5);
        _time.Advance(TimeSpan.FromSeconds(1.5));

        Assert.Equal(_time.GetUtcNow(), clock.At(_time.GetTimestamp()));
    }

    /// <summary>A clock whose time of day may be set apart from its timestamps.</summary>
    private sealed class SteppedTime : FakeTimeProvider
    {
        public TimeSpan Step { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Step;
    }
}
