using Conduit.Proxy.Management;
using Conduit.Proxy.Telemetry;
using Conduit.Routing;

namespace Conduit.Tests.Proxy.Management;

/// <summary>What people read of a decision: true of what was recorded, whatever that was.</summary>
public sealed class PlainWordsTests
{
    private readonly Upstream _alpha;
    private readonly Upstream _beta;
    private readonly Upstream _gamma;

    public PlainWordsTests()
    {
        var router = new Router(PolicyNames.Adaptive, new RouterOptions(), TimeProvider.System);
        router.Update([new("alpha", new Uri("http://a")), new("beta", new Uri("http://b")), new("gamma", new Uri("http://c"))]);
        (_alpha, _beta, _gamma) = (router.Upstreams[0], router.Upstreams[1], router.Upstreams[2]);
    }

    [Fact]
    public void Best_score_is_said_to_beat_the_others()
        => Assert.Equal(
            "alpha was chosen because its score 973.9 beat beta's 940.0 and gamma's 12.3. It answered 200 after 5.7 ms.",
            Words(Made(_alpha, DecisionReason.Score, AttemptOutcome.Success, 200, waited: 5_700, [(_alpha, 973.92, BreakerState.Closed), (_beta, 940, BreakerState.Closed), (_gamma, 12.3, BreakerState.Closed)])));

    [Fact]
    public void Tie_is_said_to_be_one()
        => Assert.StartsWith(
            "alpha was chosen because its score 1000.0 equalled beta's, and chance decided. ",
            Words(Made(_alpha, DecisionReason.Score, AttemptOutcome.Success, 200, 1, [(_beta, 1000, BreakerState.Closed), (_alpha, 1000, BreakerState.Closed)])),
            StringComparison.Ordinal);

    [Fact]
    public void Those_left_out_are_named_with_the_reason_and_never_said_to_be_beaten()
        => Assert.StartsWith(
            "alpha was chosen because no other could be chosen. beta was left out, its breaker open; gamma was isolated by hand. ",
            Words(Made(_alpha, DecisionReason.Score, AttemptOutcome.Success, 200, 1, [(_alpha, 600, BreakerState.Closed), (_beta, 990, BreakerState.Open), (_gamma, 1000, BreakerState.Isolated)])),
            StringComparison.Ordinal);

    [Fact]
    public void Better_one_that_was_passed_over_is_admitted()
        => Assert.StartsWith(
            "alpha was chosen because its score was 600.0; beta, with 990.0, was passed over by the policy, or had asked to be left alone for a while. ",
            Words(Made(_alpha, DecisionReason.Score, AttemptOutcome.Success, 200, 1, [(_alpha, 600, BreakerState.Closed), (_beta, 990, BreakerState.Closed)])),
            StringComparison.Ordinal);

    [Fact]
    public void Choice_from_a_sample_without_record_claims_no_score()
        => Assert.StartsWith("alpha was chosen because it was the best of a sample of the pool. ", Words(Made(_alpha, DecisionReason.Score, AttemptOutcome.Success, 200, 1, [])), StringComparison.Ordinal);

    [Fact]
    public void Failover_names_whose_failure_made_it_due()
        => Assert.Equal(
            "alpha failed this request (server-error, 503), so beta was asked next: its score 800.0 beat gamma's 700.0. alpha had been tried already. It answered 200 after 4 ms.",
            Words(
                Made(_alpha, DecisionReason.Score, AttemptOutcome.ServerError, 503, 2_000, []),
                Made(_beta, DecisionReason.Failover, AttemptOutcome.Success, 200, 4_000, [(_alpha, 950, BreakerState.Closed), (_beta, 800, BreakerState.Closed), (_gamma, 700, BreakerState.Closed)])));

    [Fact]
    public void Failover_after_a_hedge_names_the_latest_that_failed()
        => Assert.StartsWith(
            "beta failed this request (reset), so gamma was asked next: ",
            Words(
                Made(_alpha, DecisionReason.Score, AttemptOutcome.Timeout, 0, 9_000, []),
                Made(_beta, DecisionReason.Hedge, AttemptOutcome.Reset, 0, 4_000, []),
                Made(_gamma, DecisionReason.Failover, AttemptOutcome.Success, 200, 4_000, [])),
            StringComparison.Ordinal);

    [Theory]
    [InlineData(DecisionReason.Score, "alpha had not answered after 42.5 ms, longer than the others usually take, so beta was asked beside it: ")]
    [InlineData(DecisionReason.Policy, "alpha had not answered after 42.5 ms, longer than the others usually take, so beta was asked beside it: ")]
    [InlineData(DecisionReason.Probe, "alpha was only on trial and nobody was to wait for it, so beta was asked beside it: ")]
    [InlineData(DecisionReason.Explore, "alpha was only explored and nobody was to wait for it, so beta was asked beside it: ")]
    public void Hedge_says_beside_whom_and_after_how_long(DecisionReason first, string expected)
    {
        var slow = Made(_alpha, first, AttemptOutcome.Superseded, 0, 50_000, []);
        var hedge = Made(_beta, DecisionReason.Hedge, AttemptOutcome.Success, 200, 4_000, [(_beta, 900, BreakerState.Closed)]);
        hedge.StartedAt = slow.StartedAt + 42_500;

        Assert.StartsWith(expected, Words(slow, hedge), StringComparison.Ordinal);
    }

    [Fact]
    public void Trial_says_what_it_is_for()
        => Assert.StartsWith(
            "alpha was on trial: its breaker was half-open, and this request, lent to it, was to show whether it is well again. ",
            Words(Made(_alpha, DecisionReason.Probe, AttemptOutcome.Success, 200, 1, [(_beta, 1000, BreakerState.Closed), (_alpha, 400, BreakerState.HalfOpen)])),
            StringComparison.Ordinal);

    [Fact]
    public void Exploration_says_that_the_score_was_not_the_point()
        => Assert.StartsWith(
            "alpha was explored: now and then a request goes elsewhere than to the best known, to learn how the others do (its score was 400.0, beta's 1000.0). ",
            Words(Made(_alpha, DecisionReason.Explore, AttemptOutcome.Success, 200, 1, [(_beta, 1000, BreakerState.Closed), (_alpha, 400, BreakerState.Closed)])),
            StringComparison.Ordinal);

    [Fact]
    public void Panic_compares_open_ones_and_names_the_isolated()
        => Assert.StartsWith(
            "No breaker was closed (panic), so alpha was chosen among the open ones: its score 500.0 beat beta's 400.0. gamma was isolated by hand. ",
            Words(Made(_alpha, DecisionReason.Panic, AttemptOutcome.ServerError, 500, 1, [(_alpha, 500, BreakerState.Open), (_beta, 400, BreakerState.HalfOpen), (_gamma, 900, BreakerState.Isolated)])),
            StringComparison.Ordinal);

    [Theory]
    [InlineData(AttemptOutcome.Success, 200, "It answered 200 after 2.5 ms.")]
    [InlineData(AttemptOutcome.ClientError, 404, "It answered 404 after 2.5 ms: the request is to blame, not the upstream.")]
    [InlineData(AttemptOutcome.RateLimited, 429, "It answered 429 after 2.5 ms: it takes no more for now.")]
    [InlineData(AttemptOutcome.ServerError, 503, "It answered 503 after 2.5 ms: it failed.")]
    [InlineData(AttemptOutcome.ConnectFailure, 0, "No connection to it could be made; that took 2.5 ms.")]
    [InlineData(AttemptOutcome.Timeout, 0, "It had not answered after 2.5 ms, and was given up: out of time.")]
    [InlineData(AttemptOutcome.Reset, 0, "It broke the connection after 2.5 ms, before its answer.")]
    [InlineData(AttemptOutcome.Truncated, 200, "It answered 200 after 2.5 ms, then broke off within the body.")]
    [InlineData(AttemptOutcome.Superseded, 0, "Another attempt answered first; this one was 2.5 ms old.")]
    [InlineData(AttemptOutcome.ClientAbort, 0, "The client went away after 2.5 ms.")]
    [InlineData(AttemptOutcome.Pending, 0, "It was still under way when this was written down.")]
    public void Every_outcome_has_words(AttemptOutcome outcome, int status, string expected)
        => Assert.EndsWith($". {expected}", Words(Made(_alpha, DecisionReason.Score, outcome, status, 2_500, [])), StringComparison.Ordinal);

    [Fact]
    public void Every_reason_has_words()
    {
        foreach (var reason in Enum.GetValues<DecisionReason>())
        {
            var first = Made(_alpha, DecisionReason.Score, AttemptOutcome.Timeout, 0, 1, []);
            Assert.NotEmpty(Words(first, Made(_beta, reason, AttemptOutcome.Success, 200, 1, [])));
        }
    }

    private static Attempt Made(Upstream upstream, DecisionReason reason, AttemptOutcome outcome, int status, long waited, (Upstream Upstream, double Score, BreakerState Breaker)[] candidates)
    {
        Attempt.TopCandidates top = default;
        for (var i = 0; i < candidates.Length; i++)
        {
            top[i] = new(candidates[i].Upstream, candidates[i].Score, candidates[i].Breaker);
        }

        return new Attempt { Upstream = upstream, Reason = reason, Outcome = outcome, Status = status, Waited = waited, Candidates = top };
    }

    /// <summary>The words for the last of these attempts of one request.</summary>
    private static string Words(params Attempt[] attempts)
    {
        var record = new TraceRecord { Attempts = new(attempts) };
        return PlainWords.Of(in record, attempts.Length - 1);
    }
}
