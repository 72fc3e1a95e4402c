using System.Diagnostics;
using System.Globalization;

namespace Conduit.Routing.Telemetry;

/// <summary>
/// Spans of decisions and attempts, by OpenTelemetry's conventions for HTTP clients. Made only while somebody listens to
/// <see cref="Name"/>; else nothing is paid for them but the question. Thread-safe.
/// </summary>
public static class RoutingSpans
{
    /// <summary>Name of the source, to be added to a tracing provider.</summary>
    public const string Name = "Conduit.Routing";

    private const string OtherMethod = "_OTHER";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>True while somebody listens.</summary>
    internal static bool AreMade => Source.HasListeners();

    /// <summary>Begins the span of a decision; null if nobody wants it.</summary>
    internal static Activity? BeginDecision() => AreMade ? Source.StartActivity("decide") : null;

    /// <summary>Ends it with what was decided.</summary>
    /// <param name="span">The span; null if nobody wants it.</param>
    /// <param name="request">The request.</param>
    /// <param name="begun">Whether there is a further attempt.</param>
    internal static void EndDecision(Activity? span, RoutedRequest request, bool begun)
    {
        if (span is null)
        {
            return;
        }

        using (span)
        {
            span.SetTag("conduit.decided", begun);
            if (begun && span.IsAllDataRequested)
            {
                ref readonly var attempt = ref request[request.Latest];
                DescribeChoice(span, in attempt);
                span.SetTag("conduit.candidates", Candidates(in attempt));
            }
        }
    }

    /// <summary>Begins the span of a request's latest attempt and makes it the current one; null if nobody wants it.</summary>
    internal static Activity? BeginAttempt(RoutedRequest request)
    {
        ref readonly var attempt = ref request[request.Latest];
        var method = IsKnown(request.Method) ? request.Method : OtherMethod;
        var upstream = attempt.Upstream.Definition;
        if (Source.StartActivity($"{(method == OtherMethod ? "HTTP" : method)} {upstream.Id}", ActivityKind.Client) is not { } span)
        {
            return null;
        }

        request.SetSpan(request.Latest, span);
        if (span.IsAllDataRequested)
        {
            span.SetTag("http.request.method", method);
            span.SetTag("server.address", upstream.Address.Host);
            span.SetTag("server.port", upstream.Address.Port);
            if (request.Latest > 0)
            {
                span.SetTag("http.request.resend_count", request.Latest);
            }

            DescribeChoice(span, in attempt);
        }

        return span;
    }

    /// <summary>Ends the span of an attempt that has ended, if it has one.</summary>
    internal static void EndAttempt(RoutedRequest request, int index)
    {
        if (request.SpanOf(index) is not { } span)
        {
            return;
        }

        ref readonly var attempt = ref request[index];
        if (span.IsAllDataRequested)
        {
            Describe(span, in attempt);
        }

        // The end of a span sets what is current; whoever ends this one is elsewhere.
        var current = Activity.Current;
        span.Stop();
        Activity.Current = current;
    }

    private static void Describe(Activity span, in Attempt attempt)
    {
        span.SetTag("conduit.outcome", attempt.Outcome.Name());
        if (attempt.Status != 0)
        {
            span.SetTag("http.response.status_code", attempt.Status);
        }

        if (attempt.Outcome.IsFailure() || attempt.Status >= 400)
        {
            // One that broke off in its body had a good status.
            span.SetTag("error.type", attempt.Status >= 400 ? attempt.Status.ToString(CultureInfo.InvariantCulture) : attempt.Outcome.Name());
            span.SetStatus(ActivityStatusCode.Error);
        }
    }

    private static void DescribeChoice(Activity span, in Attempt attempt)
    {
        span.SetTag("conduit.upstream", attempt.Upstream.Id);
        span.SetTag("conduit.reason", attempt.Reason.Name());
        foreach (var candidate in attempt.Candidates)
        {
            if (ReferenceEquals(candidate.Upstream, attempt.Upstream))
            {
                span.SetTag("conduit.score", Math.Round(candidate.Score, 1));
            }
        }
    }

    private static string[] Candidates(in Attempt attempt)
    {
        var candidates = new List<string>(Attempt.TopCandidates.Capacity);
        foreach (var candidate in attempt.Candidates)
        {
            if (candidate.Upstream is { } upstream)
            {
                candidates.Add(string.Create(CultureInfo.InvariantCulture, $"{upstream.Id} {candidate.Score:0.0} {candidate.Breaker.Name()}"));
            }
        }

        return [.. candidates];
    }

    private static bool IsKnown(string method)
        => method is "GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "CONNECT" or "OPTIONS" or "TRACE" or "PATCH";
}
