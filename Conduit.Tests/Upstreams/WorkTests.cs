using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Conduit.Tests.Upstreams;

public sealed class WorkTests : IAsyncLifetime
{
    private RunningUpstream _upstream = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _upstream = await RunningUpstream.StartAsync();

    public ValueTask DisposeAsync() => _upstream.DisposeAsync();

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("DELETE", "/orders/1")]
    [InlineData("PROPFIND", "/health")]
    [InlineData("GET", "/metrics")]
    public async Task Answer_to_any_method_and_path_says_who_did_what(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await _upstream.Work.SendAsync(request, Stop);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(["upstream", "method", "path", "workMs", "bodyBytes"], body.EnumerateObject().Select(property => property.Name));
        Assert.Equal("alpha", body.GetProperty("upstream").GetString());
        Assert.Equal(method, body.GetProperty("method").GetString());
        Assert.Equal(path, body.GetProperty("path").GetString());
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Answer_to_a_body_counts_its_bytes(bool http2, bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders") { Content = new ByteArrayContent(new byte[100_000]) };
        request.Headers.TransferEncodingChunked = chunked && !http2;
        request.Content.Headers.ContentLength = chunked ? null : 100_000;
        using var answer = await (http2 ? _upstream.Http2 : _upstream.Work).SendAsync(Exactly(request, http2), Stop);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);

        Assert.Equal(http2 ? HttpVersion.Version20 : HttpVersion.Version11, answer.Version);
        Assert.Equal(100_000, body.GetProperty("bodyBytes").GetInt64());
    }

    [Theory]
    [InlineData(150)]
    [InlineData(4_096)]
    [InlineData(1 << 20)]
    public async Task Answer_of_a_size_asked_for_has_it_to_the_byte(int size)
    {
        var bytes = await _upstream.Work.GetByteArrayAsync($"/items?size={size}", Stop);

        Assert.Equal(size, bytes.Length);
        Assert.Equal("alpha", JsonSerializer.Deserialize<JsonElement>(bytes).GetProperty("upstream").GetString());
    }

    [Fact]
    public async Task Answer_of_a_size_too_small_for_it_stays_whole()
        => Assert.Equal("alpha", (await _upstream.Work.GetFromJsonAsync<JsonElement>("/items?size=1", Stop)).GetProperty("upstream").GetString());

    [Theory]
    [InlineData("1048577")]
    [InlineData("-1")]
    [InlineData("big")]
    [InlineData("")]
    [InlineData("1&size=2")]
    public async Task Answer_of_a_size_that_cannot_be_is_a_problem(string size)
    {
        using var answer = await _upstream.Work.GetAsync($"/items?size={size}", Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("size: allowed is 0 to 1048576", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_to_HEAD_has_the_length_and_no_body()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/items?size=500");
        using var answer = await _upstream.Work.SendAsync(request, Stop);

        Assert.Equal(500, answer.Content.Headers.ContentLength);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Stop));
    }

    [Fact]
    public async Task Answer_in_its_headers_hides_the_server()
    {
        using var answer = await _upstream.Work.GetAsync("/", Stop);

        Assert.Empty(answer.Headers.Server);
    }

    [Fact]
    public async Task Answer_takes_the_service_time_configured()
    {
        await using var slow = await RunningUpstream.StartAsync("--Conduit:Upstream:Latency=00:00:00.050", "--Conduit:Upstream:Distribution=Constant");

        JsonElement body = default;
        var time = await Elapsed.DuringAsync(async () => body = await slow.Work.GetFromJsonAsync<JsonElement>("/", Stop));

        Assert.Equal(50, body.GetProperty("workMs").GetDouble());
        Elapsed.AssertWaited(TimeSpan.FromMilliseconds(50), time);
    }

    [Fact]
    public async Task Answer_takes_the_same_service_times_from_the_same_seed()
    {
        Assert.Equal(await WorkOfAsync("7"), await WorkOfAsync("7"));
        Assert.NotEqual(await WorkOfAsync("7"), await WorkOfAsync("8"));
    }

    private static async Task<double[]> WorkOfAsync(string seed)
    {
        await using var upstream = await RunningUpstream.StartAsync("--Conduit:Upstream:Latency=00:00:00.001", $"--Conduit:Upstream:Seed={seed}");
        var times = new List<double>();
        while (times.Count < 5)
        {
            times.Add((await upstream.Work.GetFromJsonAsync<JsonElement>("/", Stop)).GetProperty("workMs").GetDouble());
        }

        return [.. times];
    }

    private static HttpRequestMessage Exactly(HttpRequestMessage request, bool http2)
    {
        request.Version = http2 ? HttpVersion.Version20 : HttpVersion.Version11;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        return request;
    }
}
