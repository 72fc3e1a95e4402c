using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Conduit.ServiceDefaults;

/// <summary>What every service of the lab has in common: telemetry, health and service discovery.</summary>
public static class Extensions
{
    private const string HealthPath = "/health";
    private const string AlivePath = "/alive";
    private const string MetricsPath = "/metrics";
    private const string LiveTag = "live";

    /// <summary>Adds telemetry, health checks and service discovery, and resilience to clients of <see cref="IHttpClientFactory"/>.</summary>
    /// <param name="builder">The application under construction.</param>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        // Why a start failed is ServiceProgram's to say, in one line; the host would log the stack trace first.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.ConfigureOpenTelemetry();
        builder.AddDefaultHealthChecks();
        builder.AddLifeline();
        builder.AddMetricsListener();
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            http.AddStandardResilienceHandler();
            http.AddServiceDiscovery();
        });
        return builder;
    }

    /// <summary>
    /// Metrics always go to Prometheus; metrics, traces and logs also go to the OTLP endpoint when
    /// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one.
    /// </summary>
    /// <param name="builder">The application under construction.</param>
    public static TBuilder ConfigureOpenTelemetry<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddPrometheusExporter(options => options.ScopeInfoEnabled = false));

        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            builder.Logging.AddOpenTelemetry(logging =>
            {
                logging.IncludeFormattedMessage = true;
                logging.IncludeScopes = true;
            });
            // Spans cost each request; they are made only where somebody receives them.
            telemetry.WithTracing(tracing => tracing
                .AddSource(builder.Environment.ApplicationName)
                .AddAspNetCoreInstrumentation(options => options.Filter = context => !IsOwnEndpoint(context))
                .AddHttpClientInstrumentation());
            // An exemplar points from a bucket to a trace; without spans there is nothing to point at.
            telemetry.WithMetrics(metrics => metrics.SetExemplarFilter(ExemplarFilterType.TraceBased));
            telemetry.UseOtlpExporter();
        }

        return builder;
    }

    /// <summary>Adds the check behind <c>/alive</c>: the process answers.</summary>
    /// <param name="builder">The application under construction.</param>
    public static TBuilder AddDefaultHealthChecks<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [LiveTag]);
        return builder;
    }

    /// <summary>Maps <c>/health</c> (ready: all checks), <c>/alive</c> (the process answers) and <c>/metrics</c> (Prometheus text).</summary>
    /// <param name="endpoints">The application or group to map them on; they stay out of the service's own request metrics.</param>
    public static IEndpointRouteBuilder MapDefaultEndpoints(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks(HealthPath).DisableHttpMetrics();
        endpoints.MapHealthChecks(AlivePath, new HealthCheckOptions { Predicate = check => check.Tags.Contains(LiveTag) }).DisableHttpMetrics();
        endpoints.MapPrometheusScrapingEndpoint(MetricsPath).DisableHttpMetrics();
        return endpoints;
    }

    private static void AddLifeline<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        if (builder.Configuration[Lifeline.Key] == Lifeline.StandardInput)
        {
            builder.Services.AddHostedService(provider => new Lifeline(
                provider.GetRequiredService<IHostApplicationLifetime>(), TimeProvider.System, Console.OpenStandardInput(), Environment.Exit));
        }
    }

    private static void AddMetricsListener<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        if (ushort.TryParse(builder.Configuration[MetricsListener.Key], CultureInfo.InvariantCulture, out var port))
        {
            builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.ListenAnyIP(port));
            builder.Services.AddSingleton<IStartupFilter>(new MetricsListener(port));
        }
    }

    private static bool IsOwnEndpoint(HttpContext context)
        => context.Request.Path.StartsWithSegments(HealthPath, StringComparison.Ordinal)
            || context.Request.Path.StartsWithSegments(AlivePath, StringComparison.Ordinal)
            || context.Request.Path.StartsWithSegments(MetricsPath, StringComparison.Ordinal);
}
