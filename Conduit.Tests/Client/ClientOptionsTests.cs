using Conduit.Routing;
using Conduit.Routing.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Conduit.Tests.Client;

public sealed class ClientOptionsTests
{
    [Fact]
    public void Section_of_a_client_binds_every_option()
    {
        var options = Bind(
            ("Orders:Policy", "LeastRequests"),
            ("Orders:BufferedBodyBytes", "1024"),
            ("Orders:Upstreams:alpha:Address", "http://alpha/v1"),
            ("Orders:Upstreams:alpha:Weight", "2.5"),
            ("Orders:Upstreams:alpha:Http2Address", "http://alpha:81"),
            ("Orders:Upstreams:beta:Address", "https://beta"),
            ("Orders:Routing:AttemptTimeout", "00:00:02"));

        Assert.Equal((PolicyNames.LeastRequests, 1_024, TimeSpan.FromSeconds(2)), (options.Policy, options.BufferedBodyBytes, options.Routing.AttemptTimeout));
        Assert.Equal(["alpha", "beta"], options.Upstreams.Keys.Order(StringComparer.Ordinal));
        var alpha = options.Upstreams["alpha"];
        Assert.Equal((new Uri("http://alpha/v1"), new Uri("http://alpha:81"), 2.5), (alpha.Address, alpha.Http2Address, alpha.Weight));
    }

    [Fact]
    public async Task Host_with_wrong_options_does_not_start_and_names_every_mistake()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(Pairs(
            ("Orders:Policy", "Best"),
            ("Orders:Polices", "Adaptive"),
            ("Orders:BufferedBodyBytes", "-1"),
            ("Orders:Upstreams:alpha:Address", "alpha:80"),
            ("Orders:Upstreams:beta:Weight", "0"),
            ("Orders:Routing:Deadline", "soon"),
            ("Orders:Routing:Failover:MaxAttempts", "9")));
        builder.Services.AddHttpClient("orders").AddConduit(builder.Configuration.GetSection("Orders"));
        using var host = builder.Build();

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Equal(
            [
                "Orders:BufferedBodyBytes = -1: allowed is 0 to 16777216",
                "Orders:Polices: no such key; there are BufferedBodyBytes, Policy, RouteSegments, Routing, Upstreams",
                "Orders:Policy = Best: allowed is one of Adaptive, Greedy, RoundRobin, Random, LeastRequests, PowerOfTwoChoices, PeakEwma",
                "Orders:Routing:Deadline = soon: not a time such as 00:00:01.5",
                "Orders:Routing:Failover:MaxAttempts = 9: allowed is 1 to 4",
                "Orders:Upstreams:alpha:Address = alpha:80: allowed is an absolute http or https URL",
                "Orders:Upstreams:beta:Address = (none): allowed is an absolute http or https URL",
                "Orders:Upstreams:beta:Weight = 0: allowed is 0.01 to 1000",
            ],
            failure.Failures.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Client_without_upstreams_says_so_when_first_used()
    {
        using var provider = new ServiceCollection().AddHttpClient("orders").AddConduit(_ => { }).Services.BuildServiceProvider();

        var failure = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IHttpClientFactory>().CreateClient("orders"));

        Assert.Equal(["orders:Upstreams: none; needed is at least one with an Address"], failure.Failures);
    }

    [Fact]
    public void Client_that_is_added_twice_keeps_one_router_and_both_settings()
    {
        using var provider = new ServiceCollection()
            .AddHttpClient("orders").AddConduit(options => options.AddUpstream("alpha", new Uri("http://alpha")))
            .AddConduit(options => options.AddUpstream("beta", new Uri("http://beta"), weight: 2))
            .Services.BuildServiceProvider();

        var upstreams = provider.GetRequiredKeyedService<Router>("orders").Snapshot().Upstreams;

        Assert.Equal([("alpha", 1d), ("beta", 2d)], upstreams.Select(upstream => (upstream.Definition.Id, upstream.Definition.Weight)));
        Assert.Single(provider.GetKeyedServices<Router>("orders"));
    }

    [Fact]
    public void Clients_of_several_names_have_a_router_each()
    {
        var services = new ServiceCollection();
        services.AddHttpClient("orders").AddConduit(options => options.AddUpstream("alpha", new Uri("http://alpha")));
        services.AddHttpClient("users").AddConduit(options => options.AddUpstream("beta", new Uri("http://beta")));
        using var provider = services.BuildServiceProvider();

        Assert.Equal("alpha", Assert.Single(provider.GetRequiredKeyedService<Router>("orders").Upstreams).Id);
        Assert.Equal("beta", Assert.Single(provider.GetRequiredKeyedService<Router>("users").Upstreams).Id);
    }

    [Fact]
    public void Defaults_of_all_clients_cannot_have_a_router()
        => Assert.Throws<ArgumentException>(() => new ServiceCollection().ConfigureHttpClientDefaults(client => client.AddConduit(_ => { })));

    private static ConduitClientOptions Bind(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Pairs(settings)).Build();
        using var provider = new ServiceCollection().AddHttpClient("orders").AddConduit(configuration.GetSection("Orders")).Services.BuildServiceProvider();
        return provider.GetRequiredService<IOptionsMonitor<ConduitClientOptions>>().Get("orders");
    }

    private static IEnumerable<KeyValuePair<string, string?>> Pairs(params (string Key, string Value)[] settings)
        => settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value));
}
