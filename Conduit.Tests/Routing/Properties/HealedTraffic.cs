using Conduit.Routing;

namespace Conduit.Tests.Routing.Properties;

/// <summary>
/// A hundred requests a second after whatever happened, to upstreams that all answer well: nothing stays wedged. What
/// was under way hangs on until its time is over, so that every trial there was has hung.
/// </summary>
internal sealed class HealedTraffic
{
    private const double Gap = 10;
    private const int AtOnce = 2;

    private readonly HistoryPlayer _player;
    private readonly Router _router;
    private readonly string _method;
    private readonly Dictionary<Upstream, long> _before;
    private readonly Queue<RoutedRequest> _answering = new();

    public HealedTraffic(HistoryPlayer player, string method)
    {
        _player = player;
        _router = player.Router;
        _method = method;
        _before = _router.Upstreams.ToDictionary(upstream => upstream, upstream => upstream.Attempts);
    }

    /// <summary>The longest that all may take, from the options alone.</summary>
    public TimeSpan Bound
    {
        get
        {
            var (breaker, count) = (_router.Options.Breaker, _router.Upstreams.Count);
            var hung = _router.Options.AttemptTimeout;
            var open = 1.1 * breaker.MaxOpenForLongOutage;
            // A trial needs a request of its route that finds it due, among all that are.
            var trials = breaker.TrialSuccesses * (breaker.TrialInterval + TimeSpan.FromMilliseconds(4 * Gap * HistoryStep.Routes.Length * count));
            // One for the upstream, one for a route on it; each may find that only unsafe requests come, or that nothing pays for a trial.
            var stage = open + trials + (2 * breaker.UnsafeTrialAfter);
            var exploration = ExplorationIsPossible
                ? _router.Options.Exploration.StaleAfter + TimeSpan.FromMilliseconds(count * Gap * ((1 / _router.Options.Exploration.Epsilon) + (1 / PayRate)))
                : TimeSpan.Zero;
            return hung + Feedback.LongestWait + (2 * stage) + _router.Options.SlowStart + exploration;
        }
    }

    private bool ExplorationIsPossible
        => _router.Policy == PolicyNames.Adaptive && _method == "GET" && _router.Options.Exploration.Epsilon > 0
            && _router.Options.Failover is { MaxAttempts: > 1, BudgetPerRequest: > 0 };

    private double PayRate => _router.Options.Hedging.BudgetPerRequest is var hedging and > 0
        ? Math.Min(hedging, _router.Options.Failover.BudgetPerRequest)
        : _router.Options.Failover.BudgetPerRequest;

    public void RunUntilAllIsWell()
    {
        var kind = HistoryStep.Requests.First(request => request.Method == _method);
        var began = _router.Now;
        for (var i = 0; Ailing().ToList() is { Count: > 0 } ailing; i++)
        {
            Assert.True(_router.Now - began <= Bound.TotalMicroseconds, $"After {Bound:c} of good answers: {string.Join("; ", ailing)}");
            EndWhatHung();
            if (_player.Begin(kind, HistoryStep.Of(HistoryStep.Routes, i)) is { } request)
            {
                _answering.Enqueue(request);
            }

            _player.Wait(Gap);
            while (_answering.Count >= AtOnce)
            {
                AnswerAll(_answering.Dequeue());
            }
        }

        while (_answering.TryDequeue(out var request))
        {
            AnswerAll(request);
        }

        _player.Settle();
    }

    private IEnumerable<string> Ailing()
    {
        foreach (var upstream in _router.Upstreams.Where(upstream => !upstream.IsIsolated))
        {
            foreach (var health in Enumerable.Range(Health.Whole, _router.Routes.Count + 1).Select(route => route == Health.Whole ? upstream.Health : upstream.HealthOf(route)))
            {
                if (health is { Breaker.IsClosed: false } && IsAskedFor(health.Route))
                {
                    yield return $"{upstream.Id} route {health.Route} is {health.Breaker.State.Name()}";
                }
            }

            if ((ExplorationIsPossible || _router.Policy is PolicyNames.RoundRobin or PolicyNames.Random) && upstream.Attempts == _before[upstream])
            {
                yield return $"{upstream.Id} has got no request";
            }
        }
    }

    private bool IsAskedFor(int route) => route == Health.Whole || (_router.Routes.Separates && HistoryStep.Routes.Any(name => _router.RouteOf(name) == route));

    private void AnswerAll(RoutedRequest request)
    {
        while (_player.Open.FirstOrDefault(attempt => attempt.Request == request) is { } attempt)
        {
            _player.Answer(attempt, 200);
        }
    }

    private void EndWhatHung()
    {
        while (_player.Open.FirstOrDefault(attempt => !_answering.Contains(attempt.Request) && HasHungLong(attempt)) is { } hung)
        {
            _player.Fail(hung);
        }
    }

    private bool HasHungLong(OpenAttempt attempt)
        => _router.Now - attempt.Request[attempt.Index].StartedAt >= MonotonicClock.Microseconds(attempt.Request.AttemptTimeout);
}
