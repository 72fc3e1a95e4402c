using Conduit.Routing;
using Conduit.Routing.Execution;
using Microsoft.Extensions.Time.Testing;

namespace Conduit.Tests.Routing.Properties;

/// <summary>Plays a history on a router as the execution part would, and checks after each step that all is as it must be.</summary>
internal sealed class HistoryPlayer
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<OpenAttempt> _open = [];
    private readonly HashSet<Upstream> _known = [];

    public HistoryPlayer(History history)
    {
        var options = history.Setup.Options();
        Watch = new RouterWatch(options, history.Setup.Policy);
        Router = new Router(history.Setup.Policy, options, _time, Watch);
        Watch.Router = Router;
        Update(history.Setup.Upstreams, 0);
        foreach (var step in history.Steps)
        {
            Play(step);
            Check(step.ToString());
        }
    }

    public Router Router { get; }

    public RouterWatch Watch { get; }

    public IReadOnlyList<OpenAttempt> Open => _open;

    public void Wait(double milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>A request comes, and beside a trial or an exploration another attempt at once.</summary>
    public RoutedRequest? Begin((string Method, BodyKind Body, bool MayHedge, bool MayRetryUnsafe) kind, string route, IReadOnlyCollection<Upstream>? among = null)
    {
        var request = new RoutedRequest(Router, kind.Method, kind.Body)
        {
            Route = Router.RouteOf(route),
            MayHedge = kind.MayHedge,
            MayRetryUnsafe = kind.MayRetryUnsafe,
            Among = among,
        };
        Watch.Coming(request);
        if (!Router.TryBegin(request))
        {
            return null;
        }

        _open.Add(new(request));
        if (Router.HedgeDelay(request) == TimeSpan.Zero)
        {
            Hedge(request);
        }

        return request;
    }

    /// <summary>Everything under way ends, by its client's leaving.</summary>
    public void Settle()
    {
        while (_open.Count > 0)
        {
            Complete(_open[0], AttemptOutcome.ClientAbort);
        }

        Check("settle");
    }

    public void Answer(OpenAttempt attempt, int status, TimeSpan retryAfter = default)
    {
        if (!attempt.HasHeaders)
        {
            Router.Feedback.HeadersArrived(attempt.Request, attempt.Index, status, retryAfter);
            attempt.HasHeaders = true;
        }

        Complete(attempt, AttemptOutcomes.FromStatus(status));
    }

    public void Fail(OpenAttempt attempt, AttemptOutcome outcome = AttemptOutcome.Timeout)
        => Complete(attempt, attempt.HasHeaders ? AttemptOutcome.Truncated : outcome);

    /// <summary>Checks what must hold at any time.</summary>
    public void Check(string after)
    {
        foreach (var upstream in _known)
        {
            var expected = _open.Count(attempt => !attempt.HasHeaders && attempt.Upstream == upstream);
            if (upstream.InFlight != expected)
            {
                Watch.Violate($"{upstream.Id} has {upstream.InFlight} in flight, {expected} begun and not ended");
            }
        }

        Watch.CheckSnapshot(Router.Snapshot());
        Assert.True(Watch.Violations.Count == 0, $"After '{after}': {string.Join("; ", Watch.Violations)}");
    }

    private void Play(HistoryStep step)
    {
        switch (step.Kind)
        {
            case StepKind.Wait:
                Wait(step.Value);
                break;
            case StepKind.Begin:
                Begin(HistoryStep.Of(HistoryStep.Requests, step.Which), HistoryStep.Of(HistoryStep.Routes, step.Value), step.IsAmongSome ? [.. Router.Upstreams.Where((_, i) => i % 2 == 0)] : null);
                break;
            case StepKind.Update:
                Update(1 + (step.Which % Setup.MostUpstreams), step.Value);
                break;
            case StepKind.Isolate or StepKind.Release:
                Router.TryIsolate(HistoryStep.Of(Router.Upstreams, step.Which).Id, step.Kind == StepKind.Isolate);
                break;
            default:
                if (_open.Count > 0)
                {
                    Play(step, HistoryStep.Of(_open, step.Which));
                }

                break;
        }
    }

    private void Play(HistoryStep step, OpenAttempt attempt)
    {
        switch (step.Kind)
        {
            case StepKind.Answer:
                Answer(attempt, attempt.HasHeaders ? 200 : HistoryStep.Of(HistoryStep.Statuses, step.Value));
                break;
            case StepKind.Headers when !attempt.HasHeaders:
                Router.Feedback.HeadersArrived(attempt.Request, attempt.Index, 200);
                attempt.HasHeaders = true;
                break;
            case StepKind.Fail:
                Fail(attempt, HistoryStep.Of(HistoryStep.Failures, step.Value));
                break;
            case StepKind.Limit when !attempt.HasHeaders:
                Answer(attempt, 503, TimeSpan.FromSeconds(step.Value));
                break;
            case StepKind.Abort:
                foreach (var other in _open.Where(other => other.Request == attempt.Request && !other.RunsOn).ToList())
                {
                    Complete(other, AttemptOutcome.ClientAbort);
                }

                break;
            case StepKind.Hedge when !attempt.RunsOn && attempt.Index == attempt.Request.Latest && Router.HedgeDelay(attempt.Request) is var delay
                && delay != Timeout.InfiniteTimeSpan && Router.Now - attempt.Request[attempt.Index].StartedAt >= MonotonicClock.Microseconds(delay):
                Hedge(attempt.Request);
                break;
        }
    }

    private void Complete(OpenAttempt attempt, AttemptOutcome outcome)
    {
        var (request, index) = (attempt.Request, attempt.Index);
        Watch.Ending(attempt, outcome);
        Router.Feedback.Complete(request, index, outcome);
        // Pipelines tell of the same end more than once.
        Router.Feedback.Complete(request, index, AttemptOutcome.Reset);
        _open.Remove(attempt);
        if (attempt.RunsOn)
        {
            return;
        }

        var others = _open.Where(other => other.Request == request && !other.RunsOn).ToList();
        if (others.Count > 0 && (outcome == AttemptOutcome.ClientAbort || FailoverRules.Allow(request, index)))
        {
            return;
        }

        request.AnsweredBy(index);
        foreach (var other in others)
        {
            other.RunsOn = Router.Feedback.Supersede(request, other.Index);
            if (!other.RunsOn)
            {
                Router.Feedback.Complete(request, other.Index, AttemptOutcome.Timeout);
                _open.Remove(other);
            }
        }

        if (FailoverRules.Allow(request, request.Final))
        {
            Watch.Deciding(request);
            if (Router.TryBeginFailover(request))
            {
                _open.Add(new(request));
            }
        }
    }

    private void Hedge(RoutedRequest request)
    {
        Watch.Deciding(request);
        if (Router.TryBeginHedge(request))
        {
            _open.Add(new(request));
        }
    }

    private void Update(int count, int generation)
    {
        // Every third upstream moves with the generation: same name, another process.
        Router.Update([.. Enumerable.Range(0, count).Select(i => new UpstreamDefinition($"u{i}", new Uri($"http://u{i}.test:{80 + (i % 3 == 0 ? generation : 0)}")) { Weight = 1 + (i % 4) })]);
        _known.UnionWith(Router.Upstreams);
    }
}
