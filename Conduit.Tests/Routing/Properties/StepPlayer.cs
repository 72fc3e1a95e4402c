using Conduit.Routing;

namespace Conduit.Tests.Routing.Properties;

/// <summary>Does what a step says, where there is anything to do it to.</summary>
internal sealed class StepPlayer
{
    private readonly HistoryPlayer _player;
    private readonly Router _router;

    public StepPlayer(HistoryPlayer player)
    {
        _player = player;
        _router = player.Router;
    }

    public void Play(HistoryStep step)
    {
        switch (step.Kind)
        {
            case StepKind.Wait:
                _player.Wait(step.Value);
                break;
            case StepKind.Begin:
                _player.Begin(
                    HistoryStep.Of(HistoryStep.Requests, step.Which), HistoryStep.Of(HistoryStep.Routes, step.Value),
                    step.IsAmongSome ? [.. _router.Upstreams.Where((_, i) => i % 2 == 0)] : null);
                break;
            case StepKind.Update:
                _player.Update(1 + (step.Which % Setup.MostUpstreams), step.Value);
                break;
            case StepKind.Isolate or StepKind.Release:
                _router.TryIsolate(HistoryStep.Of(_router.Upstreams, step.Which).Id, step.Kind == StepKind.Isolate);
                break;
            default:
                if (_player.Open.Count > 0)
                {
                    Play(step, HistoryStep.Of(_player.Open, step.Which));
                }

                break;
        }
    }

    private void Play(HistoryStep step, OpenAttempt attempt)
    {
        switch (step.Kind)
        {
            case StepKind.Answer:
                _player.Answer(attempt, attempt.HasHeaders ? 200 : HistoryStep.Of(HistoryStep.Statuses, step.Value));
                break;
            case StepKind.Headers when !attempt.HasHeaders:
                _player.Headers(attempt);
                break;
            case StepKind.Fail:
                _player.Fail(attempt, HistoryStep.Of(HistoryStep.Failures, step.Value));
                break;
            case StepKind.Limit when !attempt.HasHeaders:
                _player.Answer(attempt, 503, TimeSpan.FromSeconds(step.Value));
                break;
            case StepKind.Abort:
                _player.Abort(attempt.Request);
                break;
            case StepKind.Hedge when !attempt.RunsOn && attempt.Index == attempt.Request.Latest && HasWaitedFor(attempt, _router.HedgeDelay(attempt.Request)):
                _player.Hedge(attempt.Request);
                break;
        }
    }

    private bool HasWaitedFor(OpenAttempt attempt, TimeSpan delay)
        => delay != Timeout.InfiniteTimeSpan && _router.Now - attempt.Request[attempt.Index].StartedAt >= MonotonicClock.Microseconds(delay);
}
