using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Conduit.Tests.Proxy;

public sealed class ErrorTests
{
    [Fact]
    public async Task Pool_that_refuses_connections_is_a_502_problem()
    {
        using var closed = new ClosedPort();
        await using var proxy = await RunningProxy.StartAsync([.. RunningProxy.PoolOf("upstreams", [("alpha", closed.Address)])]);

        using var response = await proxy.Client.GetAsync("/");

        await RunningProxy.ProblemAsync(response, HttpStatusCode.BadGateway);
        Assert.Equal("alpha", Assert.Single(response.Headers.GetValues("X-Conduit-Upstream")));
        Assert.Equal("connect-failure", (string?)(await proxy.TraceAsync())["outcome"]);
    }

    [Theory]
    [InlineData("00:00:00.2", "00:00:30")]
    [InlineData("00:00:10", "00:00:10")]
    public async Task Upstream_that_hangs_is_a_504_problem_within_the_attempts_and_the_requests_time(string attempt, string deadline)
    {
        await using var alpha = await Backend.StartAsync("alpha", Backend.Hang);
        await using var proxy = await RunningProxy.StartAsync(
            [alpha], ("Conduit:Routing:AttemptTimeout", attempt), ("Conduit:Routing:Deadline", deadline),
            ("ReverseProxy:Routes:upstreams:Metadata:Deadline", "00:00:00.3"));

        using var response = await proxy.Client.GetAsync("/");

        await RunningProxy.ProblemAsync(response, HttpStatusCode.GatewayTimeout);
        var trace = await proxy.TraceAsync();
        Assert.Equal("timeout", (string?)trace["outcome"]);
        // Below the longer of the limits: the shorter ended it.
        Assert.InRange((double)trace["durationMs"]!, 150, 10_000);
    }

    [Fact]
    public async Task Route_with_an_attempt_timeout_of_its_own_goes_by_it()
    {
        await using var alpha = await Backend.StartAsync("alpha", Backend.Hang);
        await using var proxy = await RunningProxy.StartAsync([alpha], ("ReverseProxy:Routes:upstreams:Metadata:AttemptTimeout", "00:00:00.1"));

        using var response = await proxy.Client.GetAsync("/");

        await RunningProxy.ProblemAsync(response, HttpStatusCode.GatewayTimeout);
    }

    [Fact]
    public async Task Upstream_that_breaks_before_it_answers_is_a_502_problem()
    {
        await using var alpha = await Backend.StartAsync("alpha", Backend.Reset);
        await using var proxy = await RunningProxy.StartAsync([alpha]);

        using var response = await proxy.Client.PostAsync("/", new StringContent("body"));

        await RunningProxy.ProblemAsync(response, HttpStatusCode.BadGateway);
        Assert.Equal("reset", (string?)(await proxy.TraceAsync())["outcome"]);
    }

    [Fact]
    public async Task Pool_without_upstreams_is_a_503_problem_with_retry_after()
    {
        await using var proxy = await RunningProxy.StartAsync([.. RunningProxy.PoolOf("upstreams", [])]);

        using var response = await proxy.Client.GetAsync("/");

        await RunningProxy.ProblemAsync(response, HttpStatusCode.ServiceUnavailable);
        Assert.NotNull(response.Headers.RetryAfter?.Delta);
        Assert.Equal("no-upstream", (string?)(await proxy.TraceAsync())["outcome"]);
        await proxy.MetricIsAsync(1, "conduit_requests_total", "outcome=\"no-upstream\"");
    }

    [Fact]
    public async Task Pool_isolated_by_hand_is_a_503_problem_with_retry_after()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var proxy = await RunningProxy.StartAsync([alpha]);
        using var isolated = await proxy.IsolateAsync("alpha", true);

        using var response = await proxy.Client.GetAsync("/");

        await RunningProxy.ProblemAsync(response, HttpStatusCode.ServiceUnavailable);
        Assert.NotNull(response.Headers.RetryAfter?.Delta);
        Assert.Equal(0, alpha.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_over_the_limit_is_a_413_problem_and_the_clients_fault(bool chunked)
    {
        await using var alpha = await Backend.StartAsync("alpha", context => context.Request.Body.CopyToAsync(Stream.Null));
        await using var proxy = await RunningProxy.StartAsync([alpha], ("Conduit:MaxRequestBodyBytes", "1000"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new ByteArrayContent(new byte[1_001]),
            Headers = { TransferEncodingChunked = chunked },
        };

        using var response = await proxy.Client.SendAsync(request);

        await RunningProxy.ProblemAsync(response, HttpStatusCode.RequestEntityTooLarge);
        Assert.Equal("client-error", (string?)(await proxy.TraceAsync())["outcome"]);
        Assert.Equal(0, (int?)(await proxy.UpstreamAsync("alpha"))["failures"]);
    }

    [Fact]
    public async Task Body_at_the_limit_passes()
    {
        await using var alpha = await Backend.StartAsync("alpha", async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            await context.Response.WriteAsync("read");
        });
        await using var proxy = await RunningProxy.StartAsync([alpha], ("Conduit:MaxRequestBodyBytes", "1000"));

        using var response = await proxy.Client.PostAsync("/", new ByteArrayContent(new byte[1_000]));

        Assert.Equal("read", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Request_beyond_the_admitted_number_is_shed_with_a_503_problem()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var alpha = await Backend.StartAsync("alpha", async context =>
        {
            arrived.SetResult();
            await go.Task;
        });
        await using var proxy = await RunningProxy.StartAsync([alpha], ("Conduit:MaxConcurrentRequests", "1"));
        var admitted = proxy.Client.GetAsync("/");
        await arrived.Task.WaitAsync(RunningProxy.Patience);

        using var shed = await proxy.Client.GetAsync("/");
        go.SetResult();
        using var served = await admitted;

        await RunningProxy.ProblemAsync(shed, HttpStatusCode.ServiceUnavailable);
        Assert.NotNull(shed.Headers.RetryAfter?.Delta);
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        await proxy.MetricIsAsync(1, "conduit_shed_total");
        Assert.Single(await proxy.TracesAsync(1, "outcome=shed"));
    }

    [Fact]
    public async Task Answer_cut_by_the_upstream_reaches_the_client_cut_and_counts_against_the_upstream()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var alpha = await Backend.StartAsync("alpha", context => Backend.TruncateAsync(context, begun.Task));
        await using var proxy = await RunningProxy.StartAsync([alpha]);

        using var response = await proxy.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);
        begun.SetResult();
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsByteArrayAsync());

        var trace = await proxy.TraceAsync();
        Assert.Equal("truncated", (string?)trace["outcome"]);
        Assert.Equal("truncated", (string?)trace["attempts"]![0]!["outcome"]);
        Assert.Equal(1, (int?)(await proxy.UpstreamAsync("alpha"))["failures"]);
        await proxy.MetricIsAsync(1, "conduit_attempts_total", "outcome=\"truncated\"");
    }

    [Fact]
    public async Task Client_that_goes_away_while_it_waits_is_no_failure_of_the_upstream()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var alpha = await Backend.StartAsync("alpha", context =>
        {
            arrived.TrySetResult();
            return Backend.Hang(context);
        });
        await using var proxy = await RunningProxy.StartAsync([alpha]);
        using var leave = new CancellationTokenSource();
        var request = proxy.Client.GetAsync("/", leave.Token);
        await arrived.Task.WaitAsync(RunningProxy.Patience);

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);

        await AssertClientAbortAsync(proxy);
    }

    [Fact]
    public async Task Client_that_goes_away_within_the_answer_is_no_failure_of_the_upstream()
    {
        await using var alpha = await Backend.StartAsync("alpha", async context =>
        {
            await context.Response.WriteAsync("the beginning");
            await context.Response.Body.FlushAsync();
            await Backend.Hang(context);
        });
        await using var proxy = await RunningProxy.StartAsync([alpha]);

        using (var response = await proxy.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead))
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        await AssertClientAbortAsync(proxy);
    }

    [Fact]
    public async Task Client_that_sends_a_malformed_body_is_told_so_and_is_no_failure_of_the_upstream()
    {
        await using var alpha = await Backend.StartAsync("alpha", context => context.Request.Body.CopyToAsync(Stream.Null));
        await using var proxy = await RunningProxy.StartAsync([alpha]);

        var answer = await RawAsync(proxy.Address, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nnonsense\r\n", thenClose: false);

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Equal("client-error", (string?)(await proxy.TraceAsync())["outcome"]);
        Assert.Equal(0, (int?)(await proxy.UpstreamAsync("alpha"))["failures"]);
    }

    [Fact]
    public async Task Request_that_cannot_be_sent_on_is_a_400_problem_and_the_clients_fault()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var proxy = await RunningProxy.StartAsync([alpha]);

        var answer = await RawAsync(proxy.Address, "CONNECT x:80 HTTP/1.1\r\nHost: x:80\r\nConnection: close\r\n\r\n", thenClose: false);

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
        Assert.Contains("CONNECT", answer, StringComparison.Ordinal);
        Assert.Equal("client-error", (string?)(await proxy.TraceAsync())["outcome"]);
        Assert.Equal((0, 0), (alpha.Requests, (int?)(await proxy.UpstreamAsync("alpha"))["failures"]));
        await proxy.MetricIsAsync(1, "conduit_requests_total", "outcome=\"client-error\"");
    }

    [Fact]
    public async Task Client_that_cuts_its_own_small_body_is_no_failure_of_the_upstream()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var proxy = await RunningProxy.StartAsync([alpha]);

        await RawAsync(proxy.Address, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nonly this", thenClose: true);

        // Whether the end of the connection or of the body is noticed first is the server's affair.
        Assert.Contains((string?)(await proxy.TraceAsync())["outcome"], (string[])["client-abort", "client-error"]);
        Assert.Equal(0, alpha.Requests);
    }

    [Fact]
    public async Task Answer_to_an_upload_the_upstream_did_not_read_to_its_end_is_no_failure()
    {
        await using var alpha = await Backend.StartAsync("alpha", context =>
        {
            context.Response.Headers.Connection = "close";
            return Backend.Status(401)(context);
        });
        await using var proxy = await RunningProxy.StartAsync([alpha]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(new byte[16 << 20]) };

        try
        {
            using var response = await proxy.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }
        catch (HttpRequestException)
        {
            // The client may notice that nobody reads on before it reads the answer.
        }

        Assert.NotEqual("success", (string?)(await proxy.TraceAsync())["outcome"]);
        Assert.Equal(0, (int?)(await proxy.UpstreamAsync("alpha"))["failures"]);
    }

    private static async Task AssertClientAbortAsync(RunningProxy proxy)
    {
        var trace = await proxy.TraceAsync();
        Assert.Equal("client-abort", (string?)trace["outcome"]);
        Assert.Equal("client-abort", (string?)trace["attempts"]![0]!["outcome"]);
        Assert.Equal(0, (int?)(await proxy.UpstreamAsync("alpha"))["failures"]);
        Assert.Equal(0, (int?)(await proxy.UpstreamAsync("alpha"))["inFlight"]);
    }

    /// <summary>Sends just these bytes, and reads whatever comes until the proxy closes.</summary>
    private static async Task<string> RawAsync(Uri address, string request, bool thenClose)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Parse(address.Host), address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        if (thenClose)
        {
            client.Client.Shutdown(SocketShutdown.Send);
        }

        using var reader = new StreamReader(stream, Encoding.ASCII);
        try
        {
            return await reader.ReadToEndAsync().WaitAsync(RunningProxy.Patience);
        }
        catch (IOException) when (thenClose)
        {
            // A client that has gone may find its connection cut.
            return "";
        }
    }
}
