using System.Diagnostics;
using Conduit.Routing.Telemetry;

namespace Conduit.Routing.Execution;

/// <summary>Tells an upstream, in W3C's headers, whose child its own span is.</summary>
internal static class TraceContext
{
    /// <summary>Begins the span of the latest attempt and puts it into the message.</summary>
    public static void BeginAttempt(RoutedRequest routed, HttpRequestMessage message)
    {
        var span = RoutingSpans.BeginAttempt(routed);
        if (span is { IsAllDataRequested: true } && message.RequestUri is { } uri)
        {
            // Without the query, whose values stay out of traces.
            span.SetTag("url.full", uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped));
        }

        // Where a sampler wants none of it, the upstream is told so too.
        PassOn(span ?? Activity.Current, message);
    }

    /// <summary>Puts a span's context into a message in place of what its sender was told.</summary>
    public static void PassOn(Activity? span, HttpRequestMessage message)
    {
        if (span is null)
        {
            return;
        }

        var propagator = DistributedContextPropagator.Current;
        foreach (var field in propagator.Fields)
        {
            message.Headers.Remove(field);
        }

        propagator.Inject(span, message, static (carrier, name, value) => ((HttpRequestMessage)carrier!).Headers.TryAddWithoutValidation(name, value));
    }
}
