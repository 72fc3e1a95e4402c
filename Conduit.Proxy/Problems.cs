using System.Globalization;
using Conduit.Routing;
using Conduit.Yarp;

namespace Conduit.Proxy;

/// <summary>Errors the proxy itself makes: problem+json, RFC 9457.</summary>
internal static class Problems
{
    private const int RetryAfterSeconds = 1;

    public static Task WriteAsync(HttpContext context, int status, string title, string detail, RoutedRequest? routed = null)
    {
        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
        {
            return Task.CompletedTask;
        }

        context.Response.Clear();
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        }

        if (routed is not null)
        {
            DecisionHeaders.Write(routed, context.Response.Headers);
        }

        return Results.Problem(detail, statusCode: status, title: title).ExecuteAsync(context);
    }

    public static Task ShedAsync(HttpContext context)
        => WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Overloaded", "The proxy works on as many requests as it may; try again shortly.");

    public static Task NoUpstreamAsync(HttpContext context)
        => WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "No upstream", "The pool has no upstream, or all of it is isolated by hand.");

    public static Task BodyTooLargeAsync(HttpContext context, long limit)
        => WriteAsync(context, StatusCodes.Status413PayloadTooLarge, "Body too large", $"The largest body allowed is {limit} bytes.");

    /// <summary>Answers a body that the server itself refuses to read on: over the limit, or malformed.</summary>
    public static Task RefusedBodyAsync(HttpContext context, BadHttpRequestException refusal)
        => WriteAsync(context, refusal.StatusCode, TitleOf(refusal.StatusCode), refusal.Message);

    private static string TitleOf(int status) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => "Body too large",
        StatusCodes.Status408RequestTimeout => "Body too slow",
        _ => "Bad body",
    };

    /// <summary>The server's refusal of the client's body behind an error; null if it has other causes.</summary>
    public static BadHttpRequestException? RefusalOf(Exception? exception) => exception switch
    {
        BadHttpRequestException refusal => refusal,
        AggregateException several => several.InnerExceptions.Select(RefusalOf).FirstOrDefault(refusal => refusal is not null),
        _ => null,
    };

    /// <summary>Answers a request of which none for an upstream could be made.</summary>
    public static Task NotForwardableAsync(HttpContext context)
        => WriteAsync(
            context, StatusCodes.Status400BadRequest, "Not forwardable",
            $"This {context.Request.Method} request cannot be sent on to an upstream. The proxy makes no tunnels: instead of CONNECT, send it the request itself.");

    /// <summary>Answers for upstreams that did not; the decision headers are written if <paramref name="routed"/> is given.</summary>
    public static Task FailedAsync(HttpContext context, RequestOutcome outcome, RoutedRequest? routed)
    {
        var (status, title, detail) = outcome switch
        {
            RequestOutcome.Timeout => (StatusCodes.Status504GatewayTimeout, "Out of time", "No upstream answered in time."),
            RequestOutcome.ConnectFailure => (StatusCodes.Status502BadGateway, "Upstream unreachable", "No connection to an upstream could be made."),
            _ => (StatusCodes.Status502BadGateway, "Upstream broke", "The connection to the upstream broke before it had answered."),
        };
        return WriteAsync(context, status, title, detail, routed);
    }
}
