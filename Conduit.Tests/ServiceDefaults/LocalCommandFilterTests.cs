using System.Net;
using Conduit.ServiceDefaults;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;

namespace Conduit.Tests.ServiceDefaults;

public sealed class LocalCommandFilterTests
{
    private const string Done = "done";

    [Theory]
    [InlineData("127.0.0.1", false, true)]
    [InlineData("127.9.9.9", false, true)]
    [InlineData("::1", false, true)]
    [InlineData("::ffff:127.0.0.1", false, true)]
    [InlineData("192.0.2.1", false, false)]
    [InlineData("::ffff:192.0.2.1", false, false)]
    [InlineData("2001:db8::1", false, false)]
    [InlineData("192.0.2.1", true, true)]
    public async Task Command_from_an_address_is_taken_if_local_or_allowed(string address, bool fromElsewhere, bool taken)
        => await AssertAsync(taken ? null : StatusCodes.Status403Forbidden, fromElsewhere, request => request.HttpContext.Connection.RemoteIpAddress = IPAddress.Parse(address));

    [Theory]
    [InlineData(null, true)]
    [InlineData("http://localhost:8080", true)]
    [InlineData("https://localhost:8080", false)]
    [InlineData("http://localhost:9999", false)]
    [InlineData("http://elsewhere.example", false)]
    [InlineData("null", false)]
    public async Task Command_from_a_page_is_taken_if_of_this_origin(string? origin, bool taken)
        => await AssertAsync(taken ? null : StatusCodes.Status403Forbidden, false, request =>
        {
            request.Scheme = "http";
            request.Host = new HostString("localhost", 8080);
            request.Headers.Origin = origin;
        });

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST", true)]
    [InlineData("proxy.localhost", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("[::1]", true)]
    [InlineData("192.0.2.1", true)]
    [InlineData("lab.internal", true)]
    [InlineData("", true)]
    [InlineData("rebound.example", false)]
    [InlineData("localhost.example", false)]
    [InlineData("127.0.0.1.example", false)]
    public async Task Command_to_a_name_is_taken_if_it_is_this_machines(string host, bool taken)
        => await AssertAsync(taken ? null : StatusCodes.Status403Forbidden, false, request =>
        {
            // What a page sees whose own name points here: to its browser this is its own origin.
            request.Scheme = "http";
            request.Host = host.Length == 0 ? default : new HostString($"{host}:8080");
            request.Headers.Origin = host.Length == 0 ? default(StringValues) : $"http://{host}:8080";
            request.Headers["Sec-Fetch-Site"] = "same-origin";
        });

    [Fact]
    public async Task Command_to_any_name_is_taken_where_others_may_command()
        => await AssertAsync(null, true, request => request.Host = new HostString("proxy:8080"));

    [Theory]
    [InlineData("same-origin", true)]
    [InlineData("none", true)]
    [InlineData("same-site", false)]
    [InlineData("cross-site", false)]
    public async Task Command_that_a_browser_sends_is_taken_if_of_this_origin(string site, bool taken)
    {
        foreach (var fromElsewhere in (bool[])[false, true])
        {
            await AssertAsync(taken ? null : StatusCodes.Status403Forbidden, fromElsewhere, request => request.Headers["Sec-Fetch-Site"] = site);
        }
    }

    [Theory]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("x-forwarded-host", "localhost")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    [InlineData("Via", "1.1 somebody")]
    [InlineData("X-Original-For", "[::ffff:192.0.2.1]:4711")]
    [InlineData("x-original-host", "proxy.example")]
    [InlineData("X-Original-Proto", "https")]
    public async Task Command_that_came_through_a_proxy_is_taken_only_where_others_may_command(string header, string value)
    {
        await AssertAsync(StatusCodes.Status403Forbidden, false, request => request.Headers[header] = value);
        await AssertAsync(null, true, request => request.Headers[header] = value);
    }

    [Fact]
    public async Task Refusal_names_the_setting_that_would_allow_it()
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.1");

        var answer = await new LocalCommandFilter(new CommandAccess(false, "Conduit:Upstream:RemoteCommands")).InvokeAsync(
            EndpointFilterInvocationContext.Create(context), _ => ValueTask.FromResult<object?>(Done));

        Assert.Contains("Conduit:Upstream:RemoteCommands=true", ((ProblemHttpResult)answer!).ProblemDetails.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", "localhost", false, true)]
    [InlineData("127.0.0.1", "lab.internal", false, true)]
    [InlineData("127.0.0.1", "rebound.example", false, false)]
    [InlineData("127.0.0.1", "rebound.example", true, true)]
    [InlineData("192.0.2.1", "proxy.example", false, true)]
    public async Task What_goes_on_is_told_to_this_machine_only_by_a_name_of_its_own(string sender, string host, bool fromElsewhere, bool told)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(sender);
        context.Request.Host = new HostString(host);

        var answer = await new LocalReadFilter(Access(fromElsewhere)).InvokeAsync(
            EndpointFilterInvocationContext.Create(context), _ => ValueTask.FromResult<object?>(Done));

        Assert.Equal(told, Done.Equals(answer));
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData(0, "text/plain", true)]
    [InlineData(2, "application/json", true)]
    [InlineData(2, "application/json; charset=utf-8", true)]
    [InlineData(2, "application/merge-patch+json", true)]
    [InlineData(2, "text/plain", false)]
    [InlineData(2, null, false)]
    public async Task Command_with_a_body_is_taken_if_JSON(int? length, string? type, bool taken)
        => await AssertAsync(taken ? null : StatusCodes.Status415UnsupportedMediaType, false, request => (request.ContentLength, request.ContentType) = (length, type));

    private static CommandAccess Access(bool fromElsewhere) => new(fromElsewhere) { Hosts = ["lab.internal"] };

    private static async Task AssertAsync(int? refusal, bool fromElsewhere, Action<HttpRequest> prepare)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        prepare(context.Request);

        var answer = await new LocalCommandFilter(Access(fromElsewhere)).InvokeAsync(
            EndpointFilterInvocationContext.Create(context), _ => ValueTask.FromResult<object?>(Done));

        Assert.Equal(refusal, (answer as ProblemHttpResult)?.StatusCode);
        Assert.Equal(refusal is null, Done.Equals(answer));
    }
}
