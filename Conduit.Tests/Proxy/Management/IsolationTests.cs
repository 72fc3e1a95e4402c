using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Conduit.ServiceDefaults;
using Microsoft.Extensions.DependencyInjection;

namespace Conduit.Tests.Proxy.Management;

/// <summary><c>PUT /_conduit/upstreams/{id}</c>: excluding an upstream by hand.</summary>
public sealed class IsolationTests : IAsyncLifetime
{
    private const string Json = "application/json";

    private Backend _alpha = null!;
    private Backend _beta = null!;
    private RunningProxy _proxy = null!;

    public async ValueTask InitializeAsync()
    {
        _alpha = await Backend.StartAsync("alpha");
        _beta = await Backend.StartAsync("beta");
        _proxy = await RunningProxy.StartAsync([_alpha, _beta]);
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _beta.DisposeAsync();
        await _alpha.DisposeAsync();
    }

    [Fact]
    public async Task Upstream_isolated_by_hand_gets_nothing_until_it_is_let_back()
    {
        using var isolated = await _proxy.IsolateAsync("alpha", true);
        Assert.Equal(HttpStatusCode.NoContent, isolated.StatusCode);
        Assert.Equal("isolated", (string?)(await _proxy.UpstreamAsync("alpha"))["breaker"]);
        Assert.Equal(["beta", "beta", "beta", "beta"], await AnswersAsync());
        await _proxy.MetricIsAsync(1, "conduit_breaker_state", "upstream=\"alpha\"", "state=\"isolated\"");

        using var again = await _proxy.IsolateAsync("alpha", true);
        Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);

        using var back = await _proxy.IsolateAsync("alpha", false);
        Assert.Equal(HttpStatusCode.NoContent, back.StatusCode);
        Assert.Equal("closed", (string?)(await _proxy.UpstreamAsync("alpha"))["breaker"]);
        Assert.Equal(["alpha", "alpha", "beta", "beta"], (await AnswersAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Upstream_of_several_clusters_is_isolated_in_all_of_them()
    {
        await using var proxy = await RunningProxy.StartAsync(
        [
            .. RunningProxy.PoolOf("one", [("alpha", _alpha.Address)], "/one/{**path}"),
            .. RunningProxy.PoolOf("two", [("alpha", _alpha.Address)], "/two/{**path}"),
        ]);

        using var isolated = await proxy.IsolateAsync("alpha", true);

        var upstreams = (await proxy.JsonAsync("/_conduit/upstreams"))["upstreams"]!.AsArray();
        Assert.Equal(["one isolated", "two isolated"], upstreams.Select(upstream => $"{upstream!["cluster"]} {upstream["breaker"]}"));
    }

    [Theory]
    [InlineData("", null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("""{ "isolated": true }""", null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("""{ "isolated": true }""", "text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("isolated=true", "application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("""{ "isolated": true }""", "application/json; charset=klingon", HttpStatusCode.BadRequest)]
    [InlineData("", Json, HttpStatusCode.BadRequest)]
    [InlineData("null", Json, HttpStatusCode.BadRequest)]
    [InlineData("{}", Json, HttpStatusCode.BadRequest)]
    [InlineData("""{ "isolated": null }""", Json, HttpStatusCode.BadRequest)]
    [InlineData("""{ "isolated": "yes" }""", Json, HttpStatusCode.BadRequest)]
    [InlineData("""{ "isolated": true""", Json, HttpStatusCode.BadRequest)]
    [InlineData("[true]", Json, HttpStatusCode.BadRequest)]
    public async Task Body_that_is_no_command_is_a_problem_that_says_what_to_send_and_changes_nothing(string body, string? type, HttpStatusCode status)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);

        using var response = await _proxy.Client.PutAsync("/_conduit/upstreams/alpha", content);

        var detail = (string?)(await RunningProxy.ProblemAsync(response, status))["detail"];
        Assert.Contains(status == HttpStatusCode.UnsupportedMediaType ? Json : "isolated", detail, StringComparison.Ordinal);
        Assert.Equal("closed", (string?)(await _proxy.UpstreamAsync("alpha"))["breaker"]);
    }

    [Fact]
    public async Task Body_without_end_is_refused_as_too_large()
    {
        using var content = new StringContent($$"""{ "isolated": true, "filler": "{{new string('x', 1 << 20)}}" }""", Encoding.UTF8, Json);

        using var response = await _proxy.Client.PutAsync("/_conduit/upstreams/alpha", content);

        await RunningProxy.ProblemAsync(response, HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Upstream_that_nobody_knows_is_a_404_problem_that_names_those_there_are()
    {
        using var response = await _proxy.IsolateAsync("gamma", true);

        var problem = await RunningProxy.ProblemAsync(response, HttpStatusCode.NotFound);
        Assert.Contains("'gamma'; there are alpha, beta", (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_from_a_page_of_another_origin_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/_conduit/upstreams/alpha") { Content = new StringContent("""{ "isolated": true }""", Encoding.UTF8, Json) };
        request.Headers.Add("Origin", "http://elsewhere.example");

        using var response = await _proxy.Client.SendAsync(request);

        await RunningProxy.ProblemAsync(response, HttpStatusCode.Forbidden);
        Assert.Equal("closed", (string?)(await _proxy.UpstreamAsync("alpha"))["breaker"]);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("false", false)]
    [InlineData("true", true)]
    public async Task Commands_from_other_machines_are_taken_only_where_configured(string? setting, bool taken)
    {
        await using var proxy = await RunningProxy.StartAsync([_alpha], setting is null ? [] : [("Conduit:RemoteCommands", setting)]);

        Assert.Equal(taken, proxy.App.Services.GetRequiredService<CommandAccess>().FromElsewhere);
    }

    [Theory]
    [InlineData("Host", "rebound.example")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    public async Task Command_that_is_not_this_machines_own_is_refused(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/_conduit/upstreams/alpha") { Content = new StringContent("""{ "isolated": true }""", Encoding.UTF8, Json) };
        request.Headers.TryAddWithoutValidation(header, value);

        using var response = await _proxy.Client.SendAsync(request);

        await RunningProxy.ProblemAsync(response, HttpStatusCode.Forbidden);
        Assert.Equal("closed", (string?)(await _proxy.UpstreamAsync("alpha"))["breaker"]);
    }

    [Fact]
    public async Task Command_whose_sender_is_this_machine_by_a_header_alone_is_refused()
    {
        await using var proxy = await RunningProxy.StartAsync([_alpha], ("ForwardedHeaders_Enabled", "true"));
        using var request = new HttpRequestMessage(HttpMethod.Put, "/_conduit/upstreams/alpha") { Content = new StringContent("""{ "isolated": true }""", Encoding.UTF8, Json) };
        request.Headers.Add("X-Forwarded-For", "127.0.0.1");

        using var response = await proxy.Client.SendAsync(request);

        await RunningProxy.ProblemAsync(response, HttpStatusCode.Forbidden);
        Assert.Equal("closed", (string?)(await proxy.UpstreamAsync("alpha"))["breaker"]);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task Other_method_than_PUT_changes_nothing_and_says_so(string method)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), "/_conduit/upstreams/alpha");

        using var response = await _proxy.Client.SendAsync(request);

        await RunningProxy.ProblemAsync(response, HttpStatusCode.MethodNotAllowed);
        Assert.Equal("PUT", string.Join(", ", response.Content.Headers.Allow));
    }

    [Theory]
    [InlineData("/_conduit/upstreams")]
    [InlineData("/_conduit/traces")]
    [InlineData("/_conduit/events")]
    public async Task Page_whose_own_name_points_at_this_machine_reads_nothing(string path)
    {
        await using var proxy = await RunningProxy.StartAsync([_alpha], ("Conduit:Management:Hosts", "lab.internal; proxy.internal"));
        using var rebound = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = "rebound.example" } };
        using var own = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = "proxy.internal" } };

        using var refusal = await proxy.Client.SendAsync(rebound);
        using var answer = await proxy.Client.SendAsync(own, HttpCompletionOption.ResponseHeadersRead);

        await RunningProxy.ProblemAsync(refusal, HttpStatusCode.Forbidden);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private async Task<IReadOnlyList<string>> AnswersAsync()
    {
        var answers = new List<string>();
        while (answers.Count < 4)
        {
            answers.Add(await _proxy.Client.GetStringAsync("/"));
        }

        return answers;
    }
}
