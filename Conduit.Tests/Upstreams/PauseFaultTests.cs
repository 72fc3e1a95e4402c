using Conduit.Lab;
using Conduit.Upstreams.Chaos;
using Conduit.Upstreams.Faults;
using Conduit.Upstreams.Work;
using Microsoft.Extensions.Time.Testing;

namespace Conduit.Tests.Upstreams;

public sealed class PauseFaultTests
{
    private static readonly Fault Pause = new() { Kind = FaultKind.Pause, Every = TimeSpan.FromHours(1), Length = Ms(100) };

    private readonly FakeTimeProvider _clock = new();
    private readonly ChaosState _chaos;
    private readonly TrueDelay _delay;

    public PauseFaultTests()
    {
        _chaos = new ChaosState(_clock);
        _delay = new TrueDelay(_clock);
    }

    [Fact]
    public async Task WaitAsync_without_a_pause_takes_the_work_alone()
        => Assert.Equal(Ms(5), await TimeAsync(() => { }));

    [Fact]
    public async Task WaitAsync_within_a_pause_takes_until_its_end()
    {
        _chaos.Replace([Pause]);

        Assert.Equal(Ms(100), await TimeAsync(() => { }));
    }

    [Fact]
    public async Task WaitAsync_when_a_pause_begins_meanwhile_takes_until_its_end()
        => Assert.Equal(Ms(102), await TimeAsync(() => _chaos.Replace([Pause])));

    /// <summary>How long 5 ms of work take when something happens 2 ms after they began.</summary>
    private Task<TimeSpan> TimeAsync(Action after2Ms) => Task.Run(() =>
    {
        // Off the test's synchronization context, so that a wait goes on as soon as the clock lets it.
        var start = _chaos.Now;
        var waiting = PauseFault.WaitAsync(_chaos, start + Ms(5), _delay, TestContext.Current.CancellationToken).AsTask();
        for (var ms = 1; !waiting.IsCompleted; ms++)
        {
            _clock.Advance(Ms(1));
            if (ms == 2)
            {
                after2Ms();
            }
        }

        return _chaos.Now - start;
    });

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
