using Conduit.Proxy;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Conduit.Tests.Proxy;

/// <summary>When a request leaves the thread that read its bytes.</summary>
public sealed class HandoverTests
{
    private static readonly TimeSpan Busy = Handover.BusyInterval / 2;
    private static readonly TimeSpan Quiet = Handover.BusyInterval * 2;
    private static readonly int Crowd = Handover.Crowd;

    [Fact]
    public void Request_on_a_busy_thread_with_a_crowd_under_way_is_handed_over()
        => Assert.True(OnThreadOfItsOwn(Crowd, handover => handover.After(1_000, Busy)));

    [Fact]
    public void Request_on_a_busy_thread_with_one_too_few_under_way_stays()
        => Assert.False(OnThreadOfItsOwn(Crowd - 1, handover => handover.After(1_000, Busy)));

    [Fact]
    public void Request_on_a_quiet_thread_stays_however_many_are_under_way()
        => Assert.False(OnThreadOfItsOwn(100 * Crowd, handover => handover.After(1_000, Quiet)));

    [Fact]
    public void First_requests_on_a_thread_stay_until_it_has_shown_that_it_is_busy()
    {
        Assert.False(OnThreadOfItsOwn(Crowd, handover => handover.After(2, Busy)));
        Assert.True(OnThreadOfItsOwn(Crowd, handover => handover.After(100, Busy)));
    }

    [Fact]
    public void Pause_of_an_hour_is_outlived_by_some_hundred_requests()
    {
        Assert.False(OnThreadOfItsOwn(Crowd, handover => handover.After(1_000, Busy) && handover.After(1, TimeSpan.FromHours(1))));
        Assert.True(OnThreadOfItsOwn(Crowd, handover => handover.After(1_000, Busy) && !handover.After(1, TimeSpan.FromHours(1)) && handover.After(100, Busy)));
    }

    [Fact]
    public async Task Request_that_the_pool_has_already_stays()
        => Assert.False(await Task.Run(() => new Arrivals(Crowd).After(1_000, Busy)));

    private static bool OnThreadOfItsOwn(int underWay, Func<Arrivals, bool> last)
    {
        var isDue = false;
        var thread = new Thread(() => isDue = last(new Arrivals(underWay)));
        thread.Start();
        thread.Join();
        return isDue;
    }

    /// <summary>Requests that begin on the thread that calls, with so many under way.</summary>
    private sealed class Arrivals
    {
        private readonly FakeTimeProvider _time = new();
        private readonly Handover _handover;

        public Arrivals(int underWay)
        {
            var admission = new Admission(Options.Create(new ConduitOptions()));
            for (var number = 0; number < underWay; number++)
            {
                admission.TryEnter();
            }

            _handover = new Handover(admission, _time);
        }

        /// <summary>Whether the last of so many, each this long after the one before, is handed over.</summary>
        public bool After(int requests, TimeSpan interval)
        {
            var isDue = false;
            for (var number = 0; number < requests; number++)
            {
                _time.Advance(interval);
                isDue = _handover.IsDue(_time.GetTimestamp());
            }

            return isDue;
        }
    }
}
