using System.Net;
using System.Net.Http.Json;
using Conduit.Routing;
using Conduit.Tests.Proxy;
using Microsoft.AspNetCore.Http;

namespace Conduit.Tests.Client;

/// <summary>Over round robin one of two requests meets the sick upstream first, so each test sends two.</summary>
public sealed class ClientFailoverTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(0.3);

    [Theory]
    [InlineData("503")]
    [InlineData("reset")]
    [InlineData("hang")]
    [InlineData("refuse")]
    public async Task Get_that_fails_on_one_upstream_succeeds_on_the_other(string sickness)
    {
        using var closed = new ClosedPort();
        await using var alpha = await Backend.StartAsync("alpha", Sick(sickness));
        await using var beta = await Backend.StartAsync("beta");
        await using var client = new RunningClient(
            [("alpha", sickness == "refuse" ? closed.Address : alpha.Address), ("beta", beta.Address)], options => options.Routing.AttemptTimeout = Short);

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("beta", await client.Http.GetStringAsync("/"));
        }

        Assert.Equal((1, 1, 2), (client["alpha"].Attempts, client["alpha"].Failures, client["beta"].Attempts));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Put_with_a_small_body_is_sent_again_whole(bool json)
    {
        await using var alpha = await Backend.StartAsync("alpha", ReadThen(Backend.Reset));
        await using var beta = await Backend.StartAsync("beta", EchoAsync);
        await using var client = new RunningClient([alpha, beta]);

        for (var i = 0; i < 2; i++)
        {
            using HttpContent content = json ? JsonContent.Create("one order") : new StringContent("\"one order\"", null, "application/json");
            using var response = await client.Http.PutAsync("/", content);
            Assert.Equal("one order", await response.Content.ReadFromJsonAsync<string>());
        }

        Assert.Equal((1, 2), (alpha.Requests, beta.Requests));
    }

    [Fact]
    public async Task Post_with_a_large_body_streams_once_and_brings_the_upstreams_own_answer()
    {
        var body = new byte[1 << 20];
        await using var alpha = await Backend.StartAsync("alpha", ReadThen(Backend.Status(503)));
        await using var beta = await Backend.StartAsync("beta", EchoAsync);
        await using var client = new RunningClient([alpha, beta]);

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 2; i++)
        {
            using var source = new ReadOnce(body);
            using var response = await client.Http.PostAsync("/", new StreamContent(source));
            answers.Add(response.StatusCode);
            Assert.Equal(BodyKind.Streamed, RunningClient.RoutedOf(response).Body);
            if (response.IsSuccessStatusCode)
            {
                Assert.Equal(body, await response.Content.ReadAsByteArrayAsync());
            }
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable], answers.Order());
        Assert.Equal((1, 1), (alpha.Requests, beta.Requests));
    }

    [Fact]
    public async Task Streamed_body_whose_upstream_cannot_be_reached_goes_to_the_other_whole()
    {
        using var closed = new ClosedPort();
        await using var beta = await Backend.StartAsync("beta", EchoAsync);
        await using var client = new RunningClient([("alpha", closed.Address), ("beta", beta.Address)]);

        for (var i = 0; i < 2; i++)
        {
            using var source = new ReadOnce("one order"u8.ToArray());
            using var response = await client.Http.PostAsync("/", new StreamContent(source));
            Assert.Equal("one order", await response.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [InlineData(false, AttemptOutcome.ClientAbort)]
    [InlineData(true, AttemptOutcome.Reset)]
    public async Task Streamed_body_that_breaks_is_laid_to_the_side_that_broke_it(bool byUpstream, AttemptOutcome outcome)
    {
        await using var alpha = await Backend.StartAsync("alpha", byUpstream ? Backend.Reset : ReadThen(Backend.Status(200)));
        await using var client = new RunningClient([alpha]);
        using var source = new ReadOnce(new byte[1 << 20], breaks: !byUpstream);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.Http.PostAsync("/", new StreamContent(source)));

        Assert.Equal(outcome == AttemptOutcome.Reset ? 1 : 0, client["alpha"].Failures);
        Assert.Equal(0, client["alpha"].InFlight);
    }

    [Fact]
    public async Task Get_that_waits_too_long_is_hedged()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var beta = await Backend.StartAsync("beta");
        await using var client = new RunningClient([alpha, beta], options => options.Routing.Hedging.BudgetPerRequest = 1);
        while (client.Router.Upstreams.Any(upstream => double.IsNaN(upstream.Latency.Spread.Tail)))
        {
            await client.Http.GetStringAsync("/");
        }

        alpha.Answer = Backend.Hang;
        var most = 0;
        for (var i = 0; i < 2; i++)
        {
            using var response = await client.Http.GetAsync("/");
            Assert.Equal("beta", await response.Content.ReadAsStringAsync());
            most = Math.Max(most, RunningClient.RoutedOf(response).AttemptCount);
        }

        Assert.Equal(2, most);
        Assert.Equal(0, client["alpha"].Failures);
    }

    [Fact]
    public async Task Request_that_nobody_answers_in_time_ends_as_a_timeout_of_the_client_would()
    {
        await using var alpha = await Backend.StartAsync("alpha", Backend.Hang);
        await using var client = new RunningClient([alpha], options => options.Routing.AttemptTimeout = Short);

        var failure = await Assert.ThrowsAsync<TaskCanceledException>(() => client.Http.GetStringAsync("/"));

        var timeout = Assert.IsType<TimeoutException>(failure.InnerException);
        Assert.Contains("0.3 s", timeout.Message, StringComparison.Ordinal);
        Assert.Equal(1, client["alpha"].Failures);
    }

    [Fact]
    public async Task Request_that_reaches_nobody_ends_as_an_HttpRequestException()
    {
        using var closed = new ClosedPort();
        await using var client = new RunningClient([("alpha", closed.Address)]);

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => client.Http.GetStringAsync("/"));

        Assert.Equal(HttpRequestError.ConnectionError, failure.HttpRequestError);
    }

    [Fact]
    public async Task Request_that_its_caller_cancels_is_no_failure_of_the_upstream()
    {
        using var cancel = new CancellationTokenSource();
        await using var alpha = await Backend.StartAsync("alpha", async context =>
        {
            await cancel.CancelAsync();
            await Backend.Hang(context);
        });
        await using var client = new RunningClient([alpha]);

        var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.Http.GetStringAsync("/", cancel.Token));

        Assert.Null(failure.InnerException as TimeoutException);
        Assert.Equal((1, 0, 0), (client["alpha"].Attempts, client["alpha"].Failures, client["alpha"].InFlight));
        Assert.Equal(1, alpha.Requests);
    }

    private static RequestDelegate Sick(string sickness) => sickness switch
    {
        "reset" => Backend.Reset,
        "hang" => Backend.Hang,
        _ => Backend.Status(503),
    };

    private static Task EchoAsync(HttpContext context)
    {
        context.Response.ContentType = context.Request.ContentType;
        return context.Request.Body.CopyToAsync(context.Response.Body);
    }

    private static RequestDelegate ReadThen(RequestDelegate answer) => async context =>
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        await answer(context);
    };

    /// <summary>A source that can be read once, as from a network, and may break at its end.</summary>
    private sealed class ReadOnce(byte[] bytes, bool breaks = false) : MemoryStream(bytes, writable: false)
    {
        public override bool CanSeek => false;

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
            => breaks ? BreakAsync(destination, cancellationToken) : base.CopyToAsync(destination, bufferSize, cancellationToken);

        private static async Task BreakAsync(Stream destination, CancellationToken cancellationToken)
        {
            await destination.WriteAsync(new byte[100], cancellationToken);
            throw new IOException("The source broke.");
        }
    }
}
