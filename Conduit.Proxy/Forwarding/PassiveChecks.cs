using Microsoft.AspNetCore.Http.Features;

namespace Conduit.Proxy.Forwarding;

/// <summary>YARP's passive health checks, for the clusters that have them switched on: around all others they would be one frame more.</summary>
internal static class PassiveChecks
{
    public static void UsePassiveHealthChecksWhereEnabled(this IReverseProxyApplicationBuilder pipeline)
        => pipeline.UseWhen(
            static context => context.GetReverseProxyFeature().Cluster.Config.HealthCheck?.Passive?.Enabled == true,
            static branch => new Branch(branch).UsePassiveHealthChecks());

    /// <summary>What YARP's own extensions ask for; it is nothing but the builder.</summary>
    private sealed class Branch(IApplicationBuilder builder) : IReverseProxyApplicationBuilder
    {
        public IServiceProvider ApplicationServices
        {
            get => builder.ApplicationServices;
            set => builder.ApplicationServices = value;
        }

        public IFeatureCollection ServerFeatures => builder.ServerFeatures;

        public IDictionary<string, object?> Properties => builder.Properties;

        public IApplicationBuilder Use(Func<RequestDelegate, RequestDelegate> middleware) => builder.Use(middleware);

        public IApplicationBuilder New() => builder.New();

        public RequestDelegate Build() => builder.Build();
    }
}
