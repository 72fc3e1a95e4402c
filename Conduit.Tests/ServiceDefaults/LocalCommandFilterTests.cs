using System.Net;
using Conduit.ServiceDefaults;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

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
    [InlineData(null, null, true)]
    [InlineData(0, "text/plain", true)]
    [InlineData(2, "application/json", true)]
    [InlineData(2, "application/json; charset=utf-8", true)]
    [InlineData(2, "application/merge-patch+json", true)]
    [InlineData(2, "text/plain", false)]
    [InlineData(2, null, false)]
    public async Task Command_with_a_body_is_taken_if_JSON(int? length, string? type, bool taken)
        => await AssertAsync(taken ? null : StatusCodes.Status415UnsupportedMediaType, false, request => (request.ContentLength, request.ContentType) = (length, type));

    private static async Task AssertAsync(int? refusal, bool fromElsewhere, Action<HttpRequest> prepare)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        prepare(context.Request);

        var answer = await new LocalCommandFilter(new CommandAccess(fromElsewhere)).InvokeAsync(
            EndpointFilterInvocationContext.Create(context), _ => ValueTask.FromResult<object?>(Done));

        Assert.Equal(refusal, (answer as ProblemHttpResult)?.StatusCode);
        Assert.Equal(refusal is null, Done.Equals(answer));
    }
}
