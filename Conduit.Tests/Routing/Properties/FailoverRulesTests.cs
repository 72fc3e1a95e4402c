using Conduit.Routing;
using Conduit.Routing.Execution;

namespace Conduit.Tests.Routing.Properties;

/// <summary>Every method, body, permission and end there is.</summary>
public sealed class FailoverRulesTests
{
    private static readonly string[] Methods = ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "POST", "PATCH", "CONNECT"];

    [Fact]
    public void Allow_after_the_request_was_read_is_for_what_can_be_done_twice_or_was_permitted()
    {
        foreach (var (request, status) in Requests())
        {
            ref readonly var attempt = ref request[0];
            var wasRead = attempt.Outcome != AttemptOutcome.ConnectFailure;
            var isHarmless = request.Body != BodyKind.Streamed && request.Method is not ("POST" or "PATCH" or "CONNECT");
            var isPermitted = request.MayRetryUnsafe && request.Body != BodyKind.Streamed && status is 429 or 503;
            var answersTheClient = attempt.Outcome
                is AttemptOutcome.Success or AttemptOutcome.ClientError or AttemptOutcome.Truncated or AttemptOutcome.ClientAbort or AttemptOutcome.Superseded;

            Assert.True(
                FailoverRules.Allow(request, 0) == (!answersTheClient && (!wasRead || isHarmless || isPermitted)),
                $"{request.Method} {request.Body} {attempt.Outcome.Name()} {status}, permitted {request.MayRetryUnsafe}");
        }
    }

    private static IEnumerable<(RoutedRequest Request, int Status)> Requests()
    {
        var lab = new RouterHarness();
        foreach (var method in Methods)
        {
            foreach (var body in Enum.GetValues<BodyKind>())
            {
                foreach (var permitted in new[] { false, true })
                {
                    foreach (var outcome in AttemptOutcomes.Ended)
                    {
                        foreach (var status in StatusesOf(outcome))
                        {
                            var request = new RoutedRequest(lab.Router, method, body) { MayRetryUnsafe = permitted };
                            Assert.True(lab.Router.TryBegin(request));
                            if (status != 0)
                            {
                                lab.Router.Feedback.HeadersArrived(request, 0, status);
                            }

                            lab.Router.Feedback.Complete(request, 0, outcome);
                            yield return (request, status);
                        }
                    }
                }
            }
        }
    }

    private static int[] StatusesOf(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.Success or AttemptOutcome.Truncated => [200],
        AttemptOutcome.ClientError => [404],
        AttemptOutcome.RateLimited => [429],
        AttemptOutcome.ServerError => [500, 503],
        _ => [0],
    };
}
