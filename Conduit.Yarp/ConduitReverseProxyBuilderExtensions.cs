using Conduit.Routing;
using Conduit.Routing.Telemetry;
using Conduit.Yarp;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts Conduit's router into a YARP application.</summary>
public static class ConduitReverseProxyBuilderExtensions
{
    // YARP's own four policies are registered by YARP under the same names.
    private static readonly string[] OwnPolicies = [PolicyNames.Adaptive, PolicyNames.Greedy, PolicyNames.PeakEwma];

    /// <summary>
    /// Adds the router. It takes the clusters whose <c>LoadBalancingPolicy</c> is one of <see cref="PolicyNames"/>, those
    /// that YARP has too included, once <c>UseConduit()</c> stands in the proxy's pipeline.
    /// </summary>
    /// <remarks>
    /// Metadata of a destination: <c>Weight</c> (0.01 to 1000, default 1), <c>Http2Address</c>. Metadata of a route:
    /// <c>AttemptTimeout</c>, <c>Deadline</c>, <c>Hedge</c> (false for long polls), <c>RetryUnsafe</c> (true if even a POST may go
    /// elsewhere after a 429 or 503). The service <see cref="ClusterRouters"/> shows what is known of each upstream, the
    /// feature <see cref="RoutedRequest"/> of a request's context what was decided. The options are validated when the host
    /// starts, all mistakes at once. Meter: <see cref="RoutingMeter.Name"/>.
    /// </remarks>
    /// <param name="builder">YARP's builder.</param>
    /// <param name="configure">Sets the options; null for the defaults.</param>
    public static IReverseProxyBuilder AddConduit(this IReverseProxyBuilder builder, Action<ConduitYarpOptions>? configure = null)
    {
        var options = builder.Add(null);
        if (configure is not null)
        {
            options.Configure(configure);
        }

        return builder;
    }

    /// <inheritdoc cref="AddConduit(IReverseProxyBuilder, Action{ConduitYarpOptions})"/>
    /// <param name="builder">YARP's builder.</param>
    /// <param name="section">Holds the options under their names; an unknown key is a mistake, and so is a value that cannot be read.</param>
    public static IReverseProxyBuilder AddConduit(this IReverseProxyBuilder builder, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        builder.Add(section);
        return builder;
    }

    private static OptionsBuilder<ConduitYarpOptions> Add(this IReverseProxyBuilder builder, IConfigurationSection? section)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RoutingMeter>();
        if (!services.Any(service => service.ServiceType == typeof(ClusterRouters)))
        {
            services.AddSingleton<ClusterRouters>();
            services.AddSingleton<IClusterChangeListener>(provider => provider.GetRequiredService<ClusterRouters>());
            services.AddSingleton<RouteSettingsTable>();
            services.AddSingleton<IConfigChangeListener>(provider => provider.GetRequiredService<RouteSettingsTable>());
            services.AddSingleton<IForwarderHttpClientFactory, ConduitHttpClientFactory>();
            foreach (var policy in OwnPolicies)
            {
                services.AddSingleton<ILoadBalancingPolicy>(provider => new PolicyName(policy, provider.GetRequiredService<ClusterRouters>()));
            }

            builder.AddTransforms<ConduitTransforms>();
        }

        return services.AddStrictOptions<ConduitYarpOptions>(Options.Options.DefaultName, section, ConduitYarpOptions.Check);
    }
}
