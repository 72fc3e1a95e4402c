using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace Conduit.ServiceDefaults;

/// <summary>Meters that are this host's alone.</summary>
public static class OwnMeters
{
    /// <summary>
    /// Exports the meters of these names that this host's own <see cref="IMeterFactory"/> made. OpenTelemetry goes by names
    /// alone, and would add up what several hosts in one process measure.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="cardinalityLimit">Most series of an instrument; null for the SDK's own limit.</param>
    /// <param name="names">The meters' names.</param>
    public static IServiceCollection AddOwnMeters(this IServiceCollection services, int? cardinalityLimit, params string[] names)
        => services.ConfigureOpenTelemetryMeterProvider((provider, metrics) =>
        {
            var own = provider.GetRequiredService<IMeterFactory>();
            metrics.AddMeter(names).AddView(instrument
                => !names.Contains(instrument.Meter.Name, StringComparer.Ordinal) ? null
                    : ReferenceEquals(instrument.Meter.Scope, own) ? new MetricStreamConfiguration { CardinalityLimit = cardinalityLimit }
                    : MetricStreamConfiguration.Drop);
        });
}
