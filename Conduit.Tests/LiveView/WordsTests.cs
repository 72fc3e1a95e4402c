using Conduit.LiveView.Apis;
using Conduit.LiveView.State;
using Conduit.LiveView.Words;
using Microsoft.Extensions.Time.Testing;
using static Conduit.Tests.LiveView.Messages;

namespace Conduit.Tests.LiveView;

/// <summary>What is told in plain words.</summary>
public sealed class WordsTests
{
    [Theory]
    [InlineData("closed", 20, 0, "All is well: beta takes nearly everything just now.")]
    [InlineData("closed", 180, 0, "alpha is slow: beta takes nearly everything.")]
    [InlineData("closed", 20, 300, "alpha fails: beta takes nearly everything.")]
    [InlineData("open", 20, 300, "alpha is ejected: beta takes nearly everything.")]
    [InlineData("half-open", 20, 300, "alpha is on trial: beta takes nearly everything.")]
    [InlineData("isolated", 20, 0, "alpha is isolated by hand: beta takes nearly everything.")]
    public void Headline_for_an_upstream_that_fares_so_says_it(string breaker, double latencyPenalty, double errorPenalty, string expected)
    {
        var state = new LiveState(new FakeTimeProvider(Start));
        state.Accept(Reading(0, Upstream("alpha"), Upstream("beta")));
        state.Accept(Reading(2, Upstream("alpha", 3, 0, latencyPenalty, errorPenalty, breaker), Upstream("beta", 200)));

        state.Publish();

        Assert.Equal(expected, Headline.Of(state.Snapshot));
    }

    [Fact]
    public void Headline_for_upstreams_that_share_the_load_says_that_all_is_well()
    {
        var state = new LiveState(new FakeTimeProvider(Start));
        state.Accept(Reading(0, Upstream("alpha"), Upstream("beta")));
        state.Accept(Reading(2, Upstream("alpha", 90), Upstream("beta", 110)));

        state.Publish();

        Assert.Equal("All is well: alpha and beta share the load.", Headline.Of(state.Snapshot));
    }

    [Theory]
    [InlineData("isolated", "isolated", "All upstreams are isolated: the proxy answers 503.")]
    [InlineData("isolated", "open", "No upstream is well: the proxy tries whichever looks least bad.")]
    [InlineData("half-open", "open", "No upstream is well: the proxy tries whichever looks least bad.")]
    public void Headline_without_an_upstream_that_is_well_says_what_the_proxy_does(string alpha, string beta, string expected)
    {
        var state = new LiveState(new FakeTimeProvider(Start));
        state.Accept(Reading(0, Upstream("alpha", breaker: alpha), Upstream("beta", breaker: beta)));

        state.Publish();

        Assert.Equal(expected, Headline.Of(state.Snapshot));
    }

    [Theory]
    [InlineData(0, new long[] { 0, 0, 3, 3 }, "alpha is slow: beta takes nearly everything.")]
    [InlineData(0.2, new long[] { 3, 3, 3, 3 }, "alpha fails: beta takes nearly everything.")]
    [InlineData(0, new long[] { 3, 3, 3, 3 }, "All is well: beta takes nearly everything just now.")]
    public void Headline_for_an_upstream_that_is_hardly_asked_goes_by_what_was_measured_of_it(double errorRate, long[] alpha, string expected)
    {
        var state = new LiveState(new FakeTimeProvider(Start));
        state.Accept(Reading(0, Upstream("alpha"), Upstream("beta")));
        state.Accept(Latency(0, Counts("alpha", 0, 0, 0, 0), Counts("beta", 0, 0, 0, 0)));
        state.Accept(Latency(2, Counts("alpha", alpha), Counts("beta", 200, 200, 200, 200)));
        state.Accept(Reading(2, Upstream("alpha", 3) with { ErrorRate = errorRate }, Upstream("beta", 200)));

        state.Publish();

        Assert.Equal(expected, Headline.Of(state.Snapshot));
    }

    [Fact]
    public void Headline_without_a_proxy_says_so()
    {
        var state = new LiveState(new FakeTimeProvider(Start));
        state.Accept(Reading(0, Upstream("alpha")));

        state.Lost("the connection is refused", Start.AddSeconds(1));

        Assert.Equal("The proxy does not answer.", Headline.Of(state.Snapshot));
        Assert.Equal(("the connection is refused", Start.AddSeconds(1)), (state.Snapshot.Link.Problem, state.Snapshot.Link.NextTry));
        Assert.Single(state.Snapshot.Upstreams);
    }

    [Theory]
    [InlineData("success", 200, "Answered 200 after 6.1 ms, at the first attempt.")]
    [InlineData("client-error", 404, "Answered 404 after 6.1 ms, at the first attempt: the request itself was at fault.")]
    [InlineData("server-error", 503, "Failed with 503 after 6.1 ms, at the first attempt.")]
    [InlineData("timeout", 504, "Failed with 504 after 6.1 ms, at the first attempt.")]
    [InlineData("client-abort", 499, "The client went away after 6.1 ms.")]
    public void Outcome_of_a_request_is_a_sentence(string outcome, int status, string expected) => Assert.Equal(expected, DecisionWords.Outcome(Decision(1, outcome, status)));

    [Fact]
    public void Outcome_of_a_request_that_was_saved_names_its_attempts()
        => Assert.Equal(
            "Answered 200 after 6.1 ms, in 2 attempts.",
            DecisionWords.Outcome(Decision(1, attempts: [Attempt("alpha", outcome: "timeout", status: null), Attempt("beta", "failover")])));

    [Theory]
    [InlineData("score", "best score")]
    [InlineData("explore", "exploration")]
    [InlineData("probe", "trial")]
    [InlineData("whim", "whim")]
    public void Reason_of_an_attempt_is_told_in_two_words(string reason, string expected) => Assert.Equal(expected, DecisionWords.Reason(reason));

    [Fact]
    public void Fault_in_force_is_told_with_its_end()
    {
        var fault = FaultWords.Of(new FaultMessage("error", "20s", null, null, 503, 0.5, "/orders*"), Start);

        Assert.Equal(new ActiveFault("error", "50 % errors 503 on /orders*", Start.AddSeconds(20)), fault);
        Assert.Equal("slow, +195ms", FaultWords.Of(new FaultMessage("latency", Add: "195ms"), Start).Words);
    }

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(0.001, "<1 %")]
    [InlineData(0.514, "51 %")]
    [InlineData(0.999, ">99 %")]
    [InlineData(1, "100 %")]
    public void Share_of_a_whole_is_never_rounded_to_all_or_nothing(double part, string expected) => Assert.Equal(expected, Figures.Share(part));
}
