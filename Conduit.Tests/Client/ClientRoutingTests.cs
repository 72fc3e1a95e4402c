using System.Diagnostics.Metrics;
using System.Net;
using Conduit.Routing;
using Conduit.Routing.Telemetry;
using Conduit.Tests.Integration;
using Conduit.Tests.Proxy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Conduit.Tests.Client;

public sealed class ClientRoutingTests
{
    [Fact]
    public async Task Client_with_two_healthy_upstreams_takes_them_as_its_policy_says()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var beta = await Backend.StartAsync("beta");
        await using var client = new RunningClient([alpha, beta]);

        for (var i = 0; i < 20; i++)
        {
            Assert.Contains(await client.Http.GetStringAsync("/"), (string[])["alpha", "beta"]);
        }

        Assert.Equal((10, 10), (alpha.Requests, beta.Requests));
        Assert.Equal((10, 10), (client["alpha"].Attempts, client["beta"].Attempts));
    }

    [Fact]
    public async Task Upstream_address_with_a_path_keeps_it_before_the_requests_own()
    {
        await using var alpha = await Backend.StartAsync("alpha", context => context.Response.WriteAsync($"{context.Request.Host}|{context.Request.GetEncodedPathAndQuery()}"));
        await using var client = new RunningClient([("alpha", new Uri(alpha.Address, "v1/"))]);

        var seen = await client.Http.GetStringAsync("http://orders/items/1%2F2?a=b%20c");

        Assert.Equal($"{alpha.Address.Authority}|/v1/items/1%2F2?a=b%20c", seen);
    }

    [Fact]
    public async Task Message_that_was_sent_is_as_its_caller_made_it_and_can_be_sent_again_by_a_handler_before()
    {
        await using var alpha = await Backend.StartAsync("alpha", context => context.Request.Body.CopyToAsync(context.Response.Body));
        await using var beta = await Backend.StartAsync("beta", context => context.Request.Body.CopyToAsync(context.Response.Body));
        var twice = new SendsTwice();
        await using var client = new RunningClient([alpha, beta], build: builder => builder.ConfigureAdditionalHttpMessageHandlers((handlers, _) => handlers.Insert(0, twice)));
        using var content = new StringContent("one order");
        using var message = new HttpRequestMessage(HttpMethod.Put, "http://orders/1") { Content = content };

        using var response = await client.Http.SendAsync(message);

        Assert.Equal("one order", await response.Content.ReadAsStringAsync());
        Assert.Equal(new Uri("http://orders/1"), message.RequestUri);
        Assert.Same(content, message.Content);
        Assert.Equal((1, 1), (alpha.Requests, beta.Requests));
    }

    [Fact]
    public async Task Request_over_http2_goes_to_the_upstreams_address_for_it()
    {
        await using var alpha = await Backend.StartAsync("alpha", context => context.Response.WriteAsync(context.Request.Protocol));
        await using var client = new RunningClient([alpha], options => options.Upstreams["alpha"].Http2Address = alpha.Http2Address);
        using var message = new HttpRequestMessage(HttpMethod.Get, "/") { Version = HttpVersion.Version20 };

        using var response = await client.Http.SendAsync(message);

        Assert.Equal("HTTP/2", await response.Content.ReadAsStringAsync());
        Assert.Equal("HTTP/1.1", await client.Http.GetStringAsync("/"));
    }

    [Fact]
    public async Task Requests_of_one_first_segment_are_one_route_to_the_router()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var client = new RunningClient([alpha]);

        var routes = new List<int>();
        foreach (var path in (string[])["/orders/1", "/orders/2?a=b", "/users/1"])
        {
            using var response = await client.Http.GetAsync(path);
            routes.Add(RunningClient.RoutedOf(response).Route);
        }

        Assert.Equal(routes[0], routes[1]);
        Assert.NotEqual(routes[0], routes[2]);
    }

    [Fact]
    public async Task Synchronous_send_is_routed_as_well()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var client = new RunningClient([alpha]);
        using var message = new HttpRequestMessage(HttpMethod.Get, "/");

        using var response = client.Http.Send(message, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(response.Content.ReadAsStream());

        Assert.Equal("alpha", reader.ReadToEnd());
        Assert.Equal(AttemptOutcome.Success, RunningClient.OutcomeOf(response));
    }

    [Fact]
    public async Task Client_whose_upstreams_are_all_isolated_fails_at_once_and_says_why()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var client = new RunningClient([alpha]);
        Assert.True(client.Router.TryIsolate("alpha", isolated: true));

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => client.Http.GetStringAsync("/"));

        Assert.Contains("isolated", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, alpha.Requests);
    }

    [Fact]
    public async Task Router_of_a_client_outlives_the_factorys_handlers()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        var handlers = 0;
        await using var client = new RunningClient([alpha], build: builder => builder
            .SetHandlerLifetime(TimeSpan.FromSeconds(1))
            .AddHttpMessageHandler(() =>
            {
                handlers++;
                return new PassesOn();
            }));
        var router = client.Router;
        Assert.Equal("alpha", await client.Http.GetStringAsync("/"));

        await Until.TrueAsync(
            async () =>
            {
                using var another = client.Services.GetRequiredService<IHttpClientFactory>().CreateClient(RunningClient.Name);
                await another.GetStringAsync("/");
                return handlers > 1;
            },
            RunningProxy.Patience, "the factory made new handlers");

        Assert.Same(router, client.Router);
        Assert.Equal(alpha.Requests, client["alpha"].Attempts);
    }

    [Fact]
    public async Task Attempts_of_a_client_are_measured_under_its_name()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var client = new RunningClient([alpha]);
        using var attempts = new MetricCollector<long>(client.Services.GetRequiredService<IMeterFactory>(), RoutingMeter.Name, "conduit.attempts");

        await client.Http.GetStringAsync("/");
        attempts.RecordObservableInstruments();

        var attempt = Assert.Single(attempts.GetMeasurementSnapshot(), measured => measured.Value == 1);
        Assert.Equal("orders", attempt.Tags["cluster"]);
        Assert.Equal("alpha", attempt.Tags["upstream"]);
        Assert.Equal("success", attempt.Tags["outcome"]);
    }

    private sealed class PassesOn : DelegatingHandler;

    private sealed class SendsTwice : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var first = await base.SendAsync(request, cancellationToken);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
