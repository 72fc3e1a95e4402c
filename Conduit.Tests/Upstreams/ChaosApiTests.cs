using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Conduit.Lab;
using Conduit.Tests.Integration;

namespace Conduit.Tests.Upstreams;

public sealed class ChaosApiTests : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private RunningUpstream _upstream = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _upstream = await RunningUpstream.StartAsync();

    public ValueTask DisposeAsync() => _upstream.DisposeAsync();

    [Fact]
    public async Task Get_on_a_healthy_upstream_lists_nothing()
        => Assert.Equal("""{"faults":[]}""", await _upstream.Control.GetStringAsync("/chaos", Stop));

    [Fact]
    public async Task Get_after_put_lists_the_faults_as_they_were_set()
    {
        await _upstream.SetFaultsAsync(
            """{ "kind": "latency", "add": "195ms", "jitter": "20ms" }, { "kind": "error", "status": 503, "probability": 0.5, "paths": "/orders*" }""");

        Assert.Equal(
            """{"faults":[{"name":"latency","kind":"latency","add":"195ms","jitter":"20ms"},{"name":"error","kind":"error","status":503,"probability":0.5,"paths":"/orders*"}]}""",
            await _upstream.Control.GetStringAsync("/chaos", Stop));
    }

    [Fact]
    public async Task Get_of_a_fault_that_ends_says_how_long_it_has_left()
    {
        await _upstream.SetFaultsAsync("""{ "kind": "latency", "add": "1ms", "for": "20s" }""");

        var text = Assert.Single(await _upstream.FaultsAsync()).GetProperty("for").GetString();

        Assert.True(DurationText.TryParse(text, out var left));
        Assert.InRange(left, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20) - TimeSpan.FromTicks(1));
    }

    [Fact]
    public async Task Get_after_its_end_lists_a_fault_no_more()
    {
        await _upstream.SetFaultsAsync("""{ "kind": "hang", "for": "50ms" }, { "kind": "reset", "for": "1h" }""");

        await Until.TrueAsync(async () => (await _upstream.FaultsAsync()).Length == 1, Bound, "the fault that ends is listed no more");
        Assert.Equal("reset", Assert.Single(await _upstream.FaultsAsync()).GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Put_of_other_faults_replaces_all()
    {
        await _upstream.SetFaultsAsync("""{ "kind": "hang" }, { "kind": "refuse" }""");
        await _upstream.SetFaultsAsync("""{ "kind": "error", "status": 500 }""");

        Assert.Equal("error", Assert.Single(await _upstream.FaultsAsync()).GetProperty("kind").GetString());
        Assert.Equal(HttpStatusCode.InternalServerError, (await _upstream.Work.GetAsync("/", Stop)).StatusCode);
    }

    [Fact]
    public async Task Put_of_what_get_lists_sets_the_same_again()
    {
        await _upstream.SetFaultsAsync("""{ "kind": "pause", "every": "1s", "length": "10ms" }, { "kind": "latency", "set": "5ms", "probability": 0.25 }""");
        var before = await _upstream.Control.GetStringAsync("/chaos", Stop);

        using var answer = await _upstream.PutAsync(before);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(before, await _upstream.Control.GetStringAsync("/chaos", Stop));
    }

    [Fact]
    public async Task Put_with_mistakes_names_every_field_and_changes_nothing()
    {
        await _upstream.SetFaultsAsync("""{ "kind": "error", "status": 500 }""");

        using var answer = await _upstream.PutAsync(
            """
            { "colour": "red", "faults": [
              { "kind": "latency", "ad": "1s" }, { "kind": "error", "status": 200 }, 5, { "kind": "hang" }, { "kind": "reset", "for": { } } ] }
            """);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(
            ["colour", "faults[0].ad", "faults[0].add", "faults[1].status", "faults[2]", "faults[4].for"],
            problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal));
        Assert.Equal("error", Assert.Single(await _upstream.FaultsAsync()).GetProperty("kind").GetString());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{ "faults": {} }""")]
    public async Task Put_without_a_list_of_faults_says_what_to_give(string body)
    {
        using var answer = await _upstream.PutAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("give a list of faults", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"faults\": [\n  { \"kind\": hang } ] }", "line 2, column 13")]
    [InlineData("{ \"faults\": [", "line 1")]
    [InlineData("", "line 1, column 1")]
    [InlineData("{ \"faults\": [], \"faults\": [] }", "Duplicate property 'faults'")]
    public async Task Put_of_malformed_JSON_says_where(string body, string where)
    {
        using var answer = await _upstream.PutAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(where, (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "faults": [ { "kind": "hang" }, { "kind": "\ud800" } ] }""", "faults[1]")]
    [InlineData("""{ "faults": [ { "kind": "ÿ" } ] }""", "faults[0]")]
    [InlineData("""{ "faults": [ { "\ud800": 1 } ] }""", "surrogate")]
    [InlineData("""{ "faults": [], "\ud800": 1 }""", "surrogate")]
    [InlineData("""{ "faults": [], "ÿ": 1 }""", "body")]
    public async Task Put_of_what_is_JSON_by_its_form_but_no_text_is_refused(string body, string message)
    {
        // As Latin 1: of two bytes or more in UTF-8, one alone is none.
        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
        content.Headers.ContentType = new("application/json");

        using var answer = await _upstream.Control.PutAsync("/chaos", content, Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(message, await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Empty(await _upstream.FaultsAsync());
    }

    [Fact]
    public async Task Put_of_another_content_type_is_refused()
    {
        using var answer = await _upstream.PutAsync("""{ "faults": [] }""", "text/plain");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Fact]
    public async Task Put_of_a_body_without_end_is_refused()
    {
        using var answer = await _upstream.PutAsync($$"""{ "faults": [], "filler": "{{new string('x', 1 << 20)}}" }""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Theory]
    [InlineData("http://elsewhere.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.NoContent)]
    public async Task Delete_by_a_page_of_another_origin_is_refused(string? origin, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/chaos");
        request.Headers.Add("Origin", origin ?? _upstream.At.Control.GetLeftPart(UriPartial.Authority));

        using var answer = await _upstream.Control.SendAsync(request, Stop);

        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("X-Forwarded-For", "10.0.0.1")]
    [InlineData("Via", "1.1 proxy")]
    public async Task Put_by_a_page_or_machine_that_is_not_this_one_is_refused_and_sets_nothing(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/chaos") { Content = JsonContent.Create(new { faults = new[] { new { kind = "hang" } } }) };
        request.Headers.Add(header, value);

        using var answer = await _upstream.Control.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(await _upstream.FaultsAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Chaos_on_a_data_port_answers_a_direct_client_whatever_the_fault(bool http2)
    {
        await _upstream.SetFaultsAsync("""{ "kind": "hang" }""");
        var client = http2 ? _upstream.Http2 : _upstream.Work;

        Assert.Single((await client.GetFromJsonAsync<JsonElement>("/chaos", Stop)).GetProperty("faults").EnumerateArray());
        using var cleared = await client.DeleteAsync("/chaos", Stop);

        Assert.Equal(HttpStatusCode.NoContent, cleared.StatusCode);
        Assert.Empty(await _upstream.FaultsAsync());
    }

    [Theory]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-Forwarded-Host", "localhost")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    [InlineData("Via", "1.1 proxy")]
    public async Task Chaos_on_a_data_port_through_a_proxy_is_ordinary_work(string header, string value)
    {
        await _upstream.SetFaultsAsync("""{ "kind": "latency", "set": "1ms" }""");
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/chaos");
        request.Headers.Add(header, value);

        using var answer = await _upstream.Work.SendAsync(request, Stop);

        Assert.Equal("/chaos", (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("path").GetString());
        Assert.Single(await _upstream.FaultsAsync());
    }

    [Fact]
    public async Task Control_port_for_any_other_path_has_nothing()
        => Assert.Equal(HttpStatusCode.NotFound, (await _upstream.Control.GetAsync("/orders", Stop)).StatusCode);
}
