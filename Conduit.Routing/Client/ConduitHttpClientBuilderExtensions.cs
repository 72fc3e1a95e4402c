using Conduit.Routing;
using Conduit.Routing.Client;
using Conduit.Routing.Execution;
using Conduit.Routing.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts Conduit's router into clients of <see cref="IHttpClientFactory"/>.</summary>
public static class ConduitHttpClientBuilderExtensions
{
    private const string AnyHost = "upstream";

    /// <summary>
    /// Sends each request of the client to the upstream that promises the soonest good answer, and on failure or delay to
    /// another. The host of a request's URL is a name only: scheme, host and port are replaced by the chosen upstream's.
    /// </summary>
    /// <remarks>
    /// <para>
    /// What a caller sees: the answer of the upstream that gave one, an error status included. <see cref="HttpRequestException"/>
    /// if none could be reached or its connection broke. <see cref="TaskCanceledException"/> with an inner
    /// <see cref="TimeoutException"/>, as for <see cref="HttpClient.Timeout"/>, if none answered within
    /// <see cref="RouterOptions.AttemptTimeout"/> or <see cref="RouterOptions.Deadline"/>; without one if the caller cancelled.
    /// A request that ran out of <see cref="HttpClient.Timeout"/> counts as cancelled: keep it above the deadline.
    /// </para>
    /// <para>
    /// The router is the keyed service <see cref="Router"/> under the client's name and lives as long as the service
    /// provider: <c>provider.GetRequiredKeyedService&lt;Router&gt;("orders").Snapshot()</c>. Its metrics are those of the meter
    /// <see cref="RoutingMeter.Name"/>, with the client's name as <c>cluster</c>. Which upstream answered a request says
    /// <c>response.RequestMessage.GetRoutedRequest()</c>. A client without a base address gets one from its name.
    /// </para>
    /// <para>Options are validated when the host starts, without one when first used; all mistakes are told at once.</para>
    /// </remarks>
    /// <param name="builder">The client; not the defaults of all clients, since each has a router of its own.</param>
    /// <param name="configure">Sets the options. Called again for the same client it sets further ones.</param>
    /// <exception cref="ArgumentException">The builder is that of all clients' defaults.</exception>
    public static IHttpClientBuilder AddConduit(this IHttpClientBuilder builder, Action<ConduitClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        builder.AddClient(null).Configure(configure);
        return builder;
    }

    /// <inheritdoc cref="AddConduit(IHttpClientBuilder, Action{ConduitClientOptions})"/>
    /// <param name="builder">The client; not the defaults of all clients, since each has a router of its own.</param>
    /// <param name="section">Holds the options under their names; an unknown key is a mistake, and so is a value that cannot be read.</param>
    public static IHttpClientBuilder AddConduit(this IHttpClientBuilder builder, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        builder.AddClient(section);
        return builder;
    }

    private static OptionsBuilder<ConduitClientOptions> AddClient(this IHttpClientBuilder builder, IConfigurationSection? section)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Name is not { } name)
        {
            throw new ArgumentException("Conduit needs a client of its own, since it keeps a router for each: AddHttpClient(\"name\").AddConduit(…).", nameof(builder));
        }

        var services = builder.Services;
        if (!services.Any(service => service.ServiceType == typeof(ConduitClient) && name.Equals(service.ServiceKey)))
        {
            services.AddMetrics();
            services.TryAddSingleton<RoutingMeter>();
            services.AddKeyedSingleton(name, static (provider, key) => CreateClient(provider, (string)key!));
            services.AddKeyedSingleton(name, static (provider, key) => provider.GetRequiredKeyedService<ConduitClient>(key).Router);
            builder.AddHandlers(name);
        }

        return services.AddStrictOptions<ConduitClientOptions>(name, section, ConduitClientOptions.Check);
    }

    private static void AddHandlers(this IHttpClientBuilder builder, string name)
    {
        var host = Uri.CheckHostName(name) == UriHostNameType.Dns ? name : AnyHost;
        builder.ConfigureHttpClient(client => client.BaseAddress ??= new Uri($"http://{host}/"));
        builder.AddHttpMessageHandler(provider => new ClientHandler(ClientOf(provider)));
        builder.AddHttpMessageHandler(provider => new ConduitHandler(ClientOf(provider).Time));

        ConduitClient ClientOf(IServiceProvider provider) => provider.GetRequiredKeyedService<ConduitClient>(name);
    }

    private static ConduitClient CreateClient(IServiceProvider provider, string name) => new(
        name,
        provider.GetRequiredService<IOptionsMonitor<ConduitClientOptions>>().Get(name),
        provider.GetService<TimeProvider>() ?? TimeProvider.System,
        provider.GetRequiredService<RoutingMeter>(),
        provider.GetService<ILogger<Router>>() ?? (ILogger)NullLogger.Instance);
}
