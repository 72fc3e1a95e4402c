using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace Conduit.Tests.Upstreams;

/// <summary>Faults that befall single requests, on both data ports.</summary>
public sealed class RequestFaultTests : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private RunningUpstream _upstream = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _upstream = await RunningUpstream.StartAsync();

    public ValueTask DisposeAsync() => _upstream.DisposeAsync();

    [Theory]
    [InlineData(false, """{ "kind": "latency", "add": "60ms" }""")]
    [InlineData(true, """{ "kind": "latency", "add": "60ms" }""")]
    [InlineData(false, """{ "kind": "latency", "set": "10ms" }, { "kind": "latency", "add": "50ms" }""")]
    public async Task Latency_of_all_faults_together_delays_the_answer(bool http2, string faults)
    {
        await _upstream.SetFaultsAsync(faults);

        JsonElement body = default;
        var time = await Elapsed.DuringAsync(async () => body = await Client(http2).GetFromJsonAsync<JsonElement>("/", Stop));

        Assert.Equal(60, body.GetProperty("workMs").GetDouble());
        Elapsed.AssertWaited(TimeSpan.FromMilliseconds(60), time);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Error_in_force_answers_with_its_status(bool http2)
    {
        await _upstream.SetFaultsAsync("""{ "kind": "error", "status": 503, "after": "60ms" }""");

        using var answer = await Client(http2).GetAsync("/", Stop);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Error_with_a_time_of_its_own_takes_it()
    {
        await _upstream.SetFaultsAsync("""{ "kind": "error", "status": 500, "after": "60ms" }""");

        var time = await Elapsed.DuringAsync(() => _upstream.Work.GetAsync("/", Stop));

        Elapsed.AssertWaited(TimeSpan.FromMilliseconds(60), time);
    }

    [Fact]
    public async Task Error_of_a_rate_limit_says_when_to_retry()
    {
        await _upstream.SetFaultsAsync("""{ "kind": "error", "status": 429 }""");

        using var answer = await _upstream.Work.GetAsync("/", Stop);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Hang_in_force_keeps_the_client_waiting_until_it_goes(bool http2)
    {
        await _upstream.SetFaultsAsync("""{ "kind": "hang", "paths": "/hung*" }""");
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var hung = Client(http2).GetAsync("/hung", gone.Token);
        for (var served = 0; served < 20; served++)
        {
            using var answer = await Client(http2).GetAsync("/served", Stop);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.False(hung.IsCompleted);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hung);
    }

    [Fact]
    public async Task Hang_that_is_cleared_still_holds_who_met_it()
    {
        await _upstream.SetFaultsAsync("""{ "kind": "hang" }""");
        using var connection = await RawConnection.OpenAsync(_upstream.At.Work);
        await connection.AskAndBeTakenAsync();
        var end = connection.ReadToEndAsync();

        await _upstream.ClearFaultsAsync();
        using var answer = await _upstream.Work.GetAsync("/", Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(end.IsCompleted);
    }

    [Fact]
    public async Task Stop_with_requests_that_hang_does_not_wait_for_them()
    {
        await _upstream.SetFaultsAsync("""{ "kind": "hang" }""");
        using var connection = await RawConnection.OpenAsync(_upstream.At.Work);
        await connection.AskAndBeTakenAsync();

        await _upstream.StopAsync().WaitAsync(Bound, Stop);

        Assert.Equal("", (await connection.ReadToEndAsync()).Text);
    }

    [Fact]
    public async Task Reset_in_force_resets_the_connection_before_any_answer()
    {
        await _upstream.SetFaultsAsync("""{ "kind": "reset" }""");
        using var connection = await RawConnection.OpenAsync(_upstream.At.Work);
        await connection.AskAsync("/");

        var (text, error) = await connection.ReadToEndAsync();

        Assert.Equal("", text);
        Assert.Equal(SocketError.ConnectionReset, error);
    }

    [Fact]
    public async Task Truncate_in_force_breaks_off_within_the_body_declared()
    {
        await _upstream.SetFaultsAsync("""{ "kind": "truncate" }""");
        using var connection = await RawConnection.OpenAsync(_upstream.At.Work);
        await connection.AskAsync("/?size=1000");

        var (text, _) = await connection.ReadToEndAsync();
        var parts = text.Split("\r\n\r\n", 2);

        Assert.StartsWith("HTTP/1.1 200 OK", parts[0], StringComparison.Ordinal);
        Assert.Contains("Content-Length: 1000", parts[0], StringComparison.Ordinal);
        Assert.Equal(500, parts[1].Length);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("truncate")]
    public async Task Broken_answer_over_HTTP2_breaks_its_stream(string kind)
    {
        await _upstream.SetFaultsAsync($$"""{ "kind": "{{kind}}" }""");

        await Assert.ThrowsAsync<HttpRequestException>(() => _upstream.Http2.GetStringAsync("/", Stop));
    }

    [Fact]
    public async Task Fault_with_a_probability_befalls_about_that_many()
    {
        await _upstream.SetFaultsAsync("""{ "kind": "error", "status": 503, "probability": 0.5 }""");

        var failed = 0;
        for (var request = 0; request < 200; request++)
        {
            using var answer = await _upstream.Work.GetAsync("/", Stop);
            failed += answer.IsSuccessStatusCode ? 0 : 1;
        }

        // Drawn from the upstream's seed: the same every time.
        Assert.InRange(failed, 80, 120);
    }

    [Fact]
    public async Task Fault_with_paths_befalls_them_alone_whatever_the_query()
    {
        await _upstream.SetFaultsAsync("""{ "kind": "error", "status": 503, "paths": "/orders*" }""");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _upstream.Work.GetAsync("/orders/1?size=200", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _upstream.Work.GetAsync("/items?of=/orders", Stop)).StatusCode);
    }

    private HttpClient Client(bool http2) => http2 ? _upstream.Http2 : _upstream.Work;
}
