using System.Net;
using System.Text.RegularExpressions;

namespace Conduit.Tests.LiveView;

/// <summary>Who gets the page, and what holds it to itself.</summary>
public sealed partial class AccessTests : IAsyncLifetime
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:1");

    private RunningLiveView _view = null!;

    public async ValueTask InitializeAsync() => _view = await RunningLiveView.StartAsync(Nowhere);

    public ValueTask DisposeAsync() => _view.DisposeAsync();

    [Theory]
    [InlineData("/")]
    [InlineData("/nowhere")]
    public async Task Answer_of_the_page_carries_a_policy_without_exceptions(string path)
    {
        using var response = await _view.Client.GetAsync(path);

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Page_as_sent_holds_nothing_inline_and_nothing_from_elsewhere()
    {
        var page = await _view.Client.GetStringAsync("/");

        Assert.DoesNotMatch(Inline(), page);
        Assert.DoesNotMatch(Elsewhere(), page);
        Assert.Contains("The proxy does not answer", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("_framework/blazor.web.js")]
    [InlineData("_content/Vizor.ECharts/js/vizor-echarts-bundle-min.js")]
    [InlineData("page.css")]
    [InlineData("charts.js")]
    [InlineData("reconnect.js")]
    [InlineData("icon.svg")]
    public async Task Asset_that_the_page_needs_is_served_in_every_environment(string path)
    {
        using var response = await _view.Client.GetAsync(path);

        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode}");
        Assert.NotEmpty(await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    [InlineData("/metrics")]
    public async Task Service_that_has_no_proxy_is_well_itself(string path)
    {
        using var response = await _view.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Host", "evil.example")]
    public async Task Call_that_another_page_had_made_is_refused(string header, string value)
    {
        foreach (var path in (string[])["/", "/_blazor/negotiate?negotiateVersion=1"])
        {
            using var request = new HttpRequestMessage(path == "/" ? HttpMethod.Get : HttpMethod.Post, path);
            request.Headers.TryAddWithoutValidation(header, value);
            using var response = await _view.Client.SendAsync(request);

            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Viewer_who_comes_through_a_proxy_only_looks_unless_configured(bool remoteCommands)
    {
        await using var view = await RunningLiveView.StartAsync(Nowhere, null, $"--Conduit:LiveView:RemoteCommands={remoteCommands}");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        using var response = await view.Client.SendAsync(request);

        Assert.Equal(!remoteCommands, (await response.Content.ReadAsStringAsync()).Contains("the buttons are off", StringComparison.Ordinal));
        Assert.DoesNotContain("the buttons are off", await view.Client.GetStringAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_that_is_not_this_machines_is_served_where_others_may_command()
    {
        await using var open = await RunningLiveView.StartAsync(Nowhere, null, "--Conduit:LiveView:RemoteCommands=true");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = "lab.example" } };
        using var response = await open.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("--Conduit:LiveView:Proxy=/nowhere", "Conduit:LiveView:Proxy = /nowhere: allowed is an http or https URL without a path, such as http://localhost:8080")]
    [InlineData("--Conduit:LiveView:Colour=red", "Conduit:LiveView:Colour: no such key; there are Proxy, RemoteCommands, Simulator")]
    public async Task Setting_that_is_wrong_ends_the_start_with_key_value_and_remedy(string setting, string expected)
    {
        var refused = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => RunningLiveView.StartAsync(Nowhere, null, setting));

        Assert.Contains(expected, refused.Failures);
    }

    [GeneratedRegex("""\sstyle=|<style|<script(?![^>]*\ssrc=)|\son\w+=""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Inline();

    [GeneratedRegex("""(src|href)="(https?:)?//""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Elsewhere();
}
