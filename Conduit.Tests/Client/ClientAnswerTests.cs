using System.Net;
using Conduit.Routing;
using Conduit.Tests.Proxy;
using Microsoft.AspNetCore.Http;

namespace Conduit.Tests.Client;

public sealed class ClientAnswerTests
{
    public static TheoryData<bool> Versions => [false, true];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Answer_that_is_read_to_its_end_is_a_success_then_and_not_before(bool http2)
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var client = Over(alpha);

        using var response = await AskAsync(client, http2);

        Assert.Equal(AttemptOutcome.Pending, RunningClient.OutcomeOf(response));
        Assert.Equal(0, client["alpha"].InFlight);
        Assert.Equal("alpha", await response.Content.ReadAsStringAsync());
        Assert.Equal(AttemptOutcome.Success, RunningClient.OutcomeOf(response));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Answer_that_comes_in_parts_is_passed_on_as_it_comes(bool http2)
    {
        var more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var alpha = await Backend.StartAsync("alpha", async context =>
        {
            await context.Response.WriteAsync("one");
            await context.Response.Body.FlushAsync();
            await more.Task;
            await context.Response.WriteAsync("two");
        });
        await using var client = Over(alpha);

        using var response = await AskAsync(client, http2);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var first = new char[3];
        Assert.Equal(3, await reader.ReadBlockAsync(first));
        more.SetResult();

        Assert.Equal("one", new string(first));
        Assert.Equal("two", await reader.ReadToEndAsync());
        Assert.Equal(AttemptOutcome.Success, RunningClient.OutcomeOf(response));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Answer_that_its_caller_wants_no_more_of_is_a_success(bool http2)
    {
        var cut = new TaskCompletionSource();
        await using var alpha = await Backend.StartAsync("alpha", context => Backend.TruncateAsync(context, cut.Task));
        await using var client = Over(alpha);

        using (var response = await AskAsync(client, http2))
        {
            response.Dispose();
            Assert.Equal(AttemptOutcome.Success, RunningClient.OutcomeOf(response));
        }

        cut.SetResult();
        Assert.Equal(0, client["alpha"].Failures);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Answer_that_breaks_off_is_a_failure_of_its_upstream(bool http2, bool buffered)
    {
        await using var alpha = await Backend.StartAsync("alpha", context => Backend.TruncateAsync(context, Task.CompletedTask));
        await using var client = Over(alpha);

        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            using var response = await AskAsync(client, http2, buffered ? HttpCompletionOption.ResponseContentRead : HttpCompletionOption.ResponseHeadersRead);
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            await reader.ReadToEndAsync();
        });

        Assert.Equal((1, 1), (client["alpha"].Attempts, client["alpha"].Failures));
    }

    [Fact]
    public async Task Answer_whose_reading_is_cancelled_is_no_failure_of_its_upstream()
    {
        var cut = new TaskCompletionSource();
        await using var alpha = await Backend.StartAsync("alpha", context => Backend.TruncateAsync(context, cut.Task));
        await using var client = Over(alpha);
        using var cancel = new CancellationTokenSource();

        using var response = await AskAsync(client, http2: false);
        var reading = response.Content.ReadAsStringAsync(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);

        Assert.Equal(AttemptOutcome.ClientAbort, RunningClient.OutcomeOf(response));
        cut.SetResult();
    }

    [Fact]
    public async Task Target_of_a_copy_that_fails_is_no_failure_of_the_upstream()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var client = Over(alpha);
        using var full = new MemoryStream([], writable: true);

        using (var response = await AskAsync(client, http2: false))
        {
            await Assert.ThrowsAnyAsync<Exception>(() => response.Content.CopyToAsync(full));
        }

        Assert.Equal(0, client["alpha"].Failures);
    }

    [Theory]
    [InlineData("HEAD", 200)]
    [InlineData("GET", 204)]
    [InlineData("GET", 304)]
    [InlineData("GET", 200)]
    public async Task Answer_without_a_body_ends_its_attempt_with_its_headers(string method, int status)
    {
        await using var alpha = await Backend.StartAsync("alpha", context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        await using var client = Over(alpha);
        using var message = new HttpRequestMessage(new HttpMethod(method), "/");

        using var response = await client.Http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(AttemptOutcome.Success, RunningClient.OutcomeOf(response));
    }

    [Fact]
    public async Task Answer_of_the_clients_fault_brings_its_body_and_headers()
    {
        await using var alpha = await Backend.StartAsync("alpha", context =>
        {
            context.Response.StatusCode = 404;
            context.Response.ContentType = "text/x-test";
            context.Response.ContentLength = 7;
            return context.Response.WriteAsync("nothing");
        });
        await using var client = Over(alpha);

        using var response = await client.Http.GetAsync("/");

        Assert.Equal("nothing", await response.Content.ReadAsStringAsync());
        Assert.Equal(("text/x-test", 7), (response.Content.Headers.ContentType?.MediaType, response.Content.Headers.ContentLength));
        Assert.Equal(AttemptOutcome.ClientError, RunningClient.OutcomeOf(response));
    }

    private static RunningClient Over(Backend alpha) => new([alpha], options => options.Upstreams["alpha"].Http2Address = alpha.Http2Address);

    private static async Task<HttpResponseMessage> AskAsync(RunningClient client, bool http2, HttpCompletionOption completion = HttpCompletionOption.ResponseHeadersRead)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, "/") { Version = http2 ? HttpVersion.Version20 : HttpVersion.Version11 };
        return await client.Http.SendAsync(message, completion);
    }
}
