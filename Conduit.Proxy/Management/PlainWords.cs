using System.Globalization;
using Conduit.Proxy.Telemetry;
using Conduit.Routing;

namespace Conduit.Proxy.Management;

/// <summary>
/// Says in plain words why an attempt went where it went and what came of it, from what the decision itself saw. Made
/// when somebody asks, never on a request's way.
/// </summary>
internal static class PlainWords
{
    public static string Of(in TraceRecord record, int index)
    {
        ref readonly var attempt = ref record.Attempts[index];
        return $"{Why(in record, index)} {ResultOf(in attempt)}";
    }

    private static string Why(in TraceRecord record, int index)
    {
        ref readonly var attempt = ref record.Attempts[index];
        var it = attempt.Upstream.Id;
        var seen = Comparison.Of(in record, index);
        return attempt.Reason switch
        {
            DecisionReason.Score => $"{it} was chosen because {seen.Scores}.{seen.LeftOut}",
            DecisionReason.Policy => $"{it} was chosen by the cluster's policy, which does not go by this score{seen.ScoresAside}.{seen.LeftOut}",
            DecisionReason.Explore => $"{it} was explored: now and then a request goes elsewhere than to the best known, to learn how the others do{seen.ScoresAside}.{seen.LeftOut}",
            DecisionReason.Probe => $"{it} was on trial: its breaker was {seen.Breaker}, and this request, lent to it, was to show whether it is well again.",
            DecisionReason.Failover => $"{FailureBefore(in record, index)}, so {it} was asked next: {seen.Scores}.{seen.LeftOut}",
            DecisionReason.Hedge => $"{SlownessBefore(in record, index)}, so {it} was asked beside it: {seen.Scores}.{seen.LeftOut}",
            DecisionReason.Panic => $"No breaker was closed (panic), so {it} was chosen among the open ones: {seen.Scores}.{seen.LeftOut}",
            _ => throw new InvalidOperationException($"There are no words for {attempt.Reason}."),
        };
    }

    /// <summary>The attempt whose failure made this one due: the latest before it that failed.</summary>
    private static string FailureBefore(in TraceRecord record, int index)
    {
        for (var i = index - 1; i >= 0; i--)
        {
            ref readonly var before = ref record.Attempts[i];
            if (before.Outcome.IsFailure())
            {
                return $"{before.Upstream.Id} failed this request ({Short(in before)})";
            }
        }

        return "The attempt before it failed";
    }

    private static string SlownessBefore(in TraceRecord record, int index)
    {
        ref readonly var slow = ref record.Attempts[index - 1];
        var after = Milliseconds(record.Attempts[index].StartedAt - slow.StartedAt);
        return slow.Reason switch
        {
            DecisionReason.Probe => $"{slow.Upstream.Id} was only on trial and nobody was to wait for it",
            DecisionReason.Explore => $"{slow.Upstream.Id} was only explored and nobody was to wait for it",
            _ => $"{slow.Upstream.Id} had not answered after {after}, longer than the others usually take",
        };
    }

    private static string ResultOf(in Attempt attempt)
    {
        var after = Milliseconds(attempt.Waited);
        var status = attempt.Status.ToString(CultureInfo.InvariantCulture);
        return attempt.Outcome switch
        {
            AttemptOutcome.Success => $"It answered {status} after {after}.",
            AttemptOutcome.ClientError => $"It answered {status} after {after}: the request is to blame, not the upstream.",
            AttemptOutcome.RateLimited => $"It answered {status} after {after}: it takes no more for now.",
            AttemptOutcome.ServerError => $"It answered {status} after {after}: it failed.",
            AttemptOutcome.ConnectFailure => $"No connection to it could be made; that took {after}.",
            AttemptOutcome.Timeout => $"It had not answered after {after}, and was given up: out of time.",
            AttemptOutcome.Reset => $"It broke the connection after {after}, before its answer.",
            AttemptOutcome.Truncated => $"It answered {status} after {after}, then broke off within the body.",
            AttemptOutcome.Superseded => $"Another attempt answered first; this one was {after} old.",
            AttemptOutcome.ClientAbort => $"The client went away after {after}.",
            _ => "It was still under way when this was written down.",
        };
    }

    private static string Short(in Attempt attempt)
        => attempt.Status > 0 ? $"{attempt.Outcome.Name()}, {attempt.Status.ToString(CultureInfo.InvariantCulture)}" : attempt.Outcome.Name();

    private static string Milliseconds(long microseconds) => string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1_000.0:0.#} ms");
}
