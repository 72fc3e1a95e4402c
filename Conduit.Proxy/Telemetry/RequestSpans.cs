using Conduit.Routing.Telemetry;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using OpenTelemetry.Instrumentation.AspNetCore;
using OpenTelemetry.Trace;

namespace Conduit.Proxy.Telemetry;

/// <summary>Spans of requests: those of decisions and attempts stand below them.</summary>
internal static class RequestSpans
{
    private static readonly PathString[] Own = ["/health", "/alive", "/metrics", "/_conduit"];

    /// <summary>Exports the router's spans, where spans are exported, and makes none of requests to the proxy itself.</summary>
    public static void AddRequestSpans(this IServiceCollection services)
    {
        services.ConfigureOpenTelemetryTracerProvider(static tracing => tracing.AddSource(RoutingSpans.Name));
        services.AddOptions<AspNetCoreTraceInstrumentationOptions>().PostConfigure<IOptions<ConduitOptions>>(static (spans, conduit) =>
        {
            var port = conduit.Value.Management.Port;
            spans.Filter = context => (port is not null && context.Connection.LocalPort != port)
                || !Own.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.Ordinal));
        });
    }

    /// <summary>Tells the request's span, if there is one, how it ended and where.</summary>
    public static void Describe(HttpContext context, in ProxiedRequest request)
    {
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is not { IsAllDataRequested: true } span)
        {
            return;
        }

        span.SetTag("conduit.cluster", context.GetReverseProxyFeature().Cluster.Config.ClusterId);
        span.SetTag("conduit.outcome", request.Outcome.Name());
        if (request.Routed is { AttemptCount: > 0 } routed)
        {
            span.SetTag("conduit.attempts", routed.AttemptCount);
            span.SetTag("conduit.upstream", routed[routed.Final].Upstream.Id);
        }
    }
}
