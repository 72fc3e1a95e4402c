using Conduit.ServiceDefaults;
using Microsoft.AspNetCore.Http.Extensions;

namespace Conduit.LiveView.Access;

/// <summary>
/// Keeps pages of other origins out, and tells the browser to hold this one to its own scripts, styles and connections. No
/// exception is needed for inline styles: the page sets none, and its charts draw on a canvas.
/// </summary>
internal sealed class PageGuard
{
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; object-src 'none'; "
        + "base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private readonly RequestDelegate _next;
    private readonly CommandAccess _access;

    public PageGuard(RequestDelegate next, CommandAccess access)
    {
        _next = next;
        _access = access;
    }

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        var request = context.Request;
        if (request.Headers.Origin is { Count: > 0 } origin && origin.ToString() != $"{request.Scheme}://{request.Host}")
        {
            return RefuseAsync(context, "Calls from pages of another origin are refused.");
        }

        return _access.FromElsewhere || !LocalHost.IsSenderOf(request) || LocalHost.IsNamedBy(request, _access.Hosts)
            ? _next(context)
            : RefuseAsync(context, $"Open {new UriBuilder(request.GetDisplayUrl()) { Host = "localhost", Path = "/" }.Uri}: from this machine the page is served by that name alone.");
    }

    private static Task RefuseAsync(HttpContext context, string why)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsync(why, context.RequestAborted);
    }
}
