using Conduit.Simulator.Serve;
using Conduit.Tests.Simulator.Scenarios;
using Microsoft.Extensions.Time.Testing;

namespace Conduit.Tests.Simulator.Serve;

/// <summary>Who has the lab, and when the loop has it back.</summary>
public sealed class LabHoldTests
{
    private static readonly TimeSpan ResumeAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly LabHold _hold;

    public LabHoldTests() => _hold = new LabHold(_clock, ResumeAfter);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Loop_without_anybody_else_begins_at_once()
        => Assert.Null((await _hold.BeginAsync(Stop)).Posted);

    [Fact]
    public async Task Loop_after_a_lease_given_back_goes_on_five_seconds_later()
    {
        Assert.Null(_hold.TryLease("me", TimeSpan.FromSeconds(60)));
        var turn = _hold.BeginAsync(Stop);
        Assert.True(_hold.Release("me"));

        await AssertBeginsAfterAsync(turn, ResumeAfter);
    }

    [Fact]
    public async Task Loop_after_a_lease_that_ran_out_goes_on_five_seconds_later()
    {
        Assert.Null(_hold.TryLease("me", TimeSpan.FromSeconds(3)));

        await AssertBeginsAfterAsync(_hold.BeginAsync(Stop), TimeSpan.FromSeconds(3) + ResumeAfter);
        Assert.Null(_hold.Lease("").Holder);
    }

    [Fact]
    public async Task Turn_after_a_lease_that_ran_out_is_told_that_its_run_has_died()
    {
        Assert.Null(_hold.TryLease("me", TimeSpan.FromSeconds(3)));
        var turn = _hold.BeginAsync(Stop);
        _clock.Advance(TimeSpan.FromSeconds(3) + ResumeAfter);
        Assert.True((await turn).Orphaned);
        _hold.End();

        Assert.False((await _hold.BeginAsync(Stop)).Orphaned);
    }

    [Fact]
    public async Task Turn_after_a_lease_given_back_is_told_of_no_death()
    {
        Assert.Null(_hold.TryLease("me", TimeSpan.FromSeconds(60)));
        Assert.True(_hold.Release("me"));
        var turn = _hold.BeginAsync(Stop);
        _clock.Advance(ResumeAfter);

        Assert.False((await turn).Orphaned);
    }

    [Fact]
    public async Task Loop_after_a_run_goes_on_five_seconds_later()
    {
        var run = Run();
        Assert.Null(_hold.TryPost(run));
        Assert.Same(run, (await _hold.BeginAsync(Stop)).Posted);
        _hold.End();

        await AssertBeginsAfterAsync(_hold.BeginAsync(Stop), ResumeAfter);
    }

    [Fact]
    public async Task Run_asked_for_while_the_loop_rests_begins_at_once()
    {
        Assert.Null(_hold.TryLease("me", TimeSpan.FromSeconds(60)));
        Assert.True(_hold.Release("me"));
        var run = Run();

        Assert.Null(_hold.TryPost(run));

        Assert.Same(run, (await _hold.BeginAsync(Stop)).Posted);
    }

    [Fact]
    public async Task Turn_of_the_loop_gives_way_to_lease_and_run()
    {
        var turn = await _hold.BeginAsync(Stop);
        Assert.Null(_hold.TryLease("me", TimeSpan.FromSeconds(60)));
        Assert.True(turn.Stop.IsCancellationRequested);

        _hold.End();
        Assert.True(_hold.Release("me"));
        Assert.Null(_hold.TryPost(Run()));
        turn = await _hold.BeginAsync(Stop);
        Assert.NotNull(turn.Posted);
        Assert.NotNull(_hold.TryPost(Run()));
        Assert.NotNull(_hold.TryLease("me", TimeSpan.FromSeconds(60)));
        Assert.False(turn.Stop.IsCancellationRequested);
    }

    [Fact]
    public void Lease_that_is_renewed_in_time_never_runs_out()
    {
        Assert.Null(_hold.TryLease("me", TimeSpan.FromSeconds(3)));
        for (var second = 0; second < 10; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(2));
            Assert.NotNull(_hold.TryLease("other", TimeSpan.FromSeconds(3)));
            Assert.Null(_hold.TryLease("me", TimeSpan.FromSeconds(3)));
        }

        Assert.False(_hold.Release("other"));
        Assert.Equal("me", _hold.Lease("").Holder);
    }

    [Fact]
    public async Task Idleness_is_waited_for_until_the_turn_has_ended()
    {
        await _hold.BeginAsync(Stop);
        var idle = _hold.WhenIdleAsync(Stop);
        Assert.False(idle.IsCompleted);

        _hold.End();

        await idle.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Stop);
    }

    [Fact]
    public void Run_that_waits_and_is_interrupted_is_cancelled()
    {
        var run = Run();
        Assert.Null(_hold.TryPost(run));

        _hold.Interrupt();

        Assert.Equal(RunState.Cancelled, run.Document().State);
        Assert.Null(_hold.TryPost(Run()));
    }

    private RunEntry Run() => new("1", ScenarioText.Good("phases: [ { for: 1s, rate: 1 } ]"), 0, _clock.GetUtcNow());

    private async Task AssertBeginsAfterAsync(Task<LabTurn> turn, TimeSpan wait)
    {
        var began = _clock.GetUtcNow();
        while (!turn.IsCompleted)
        {
            _clock.Advance(Moment);
            // What the clock sets free goes on elsewhere; it is given the chance to.
            await Task.Yield();
            Assert.True(_clock.GetUtcNow() - began < 1_000 * wait, "The loop does not go on.");
        }

        Assert.True(_clock.GetUtcNow() - began >= wait);
        Assert.Null((await turn).Posted);
    }
}
