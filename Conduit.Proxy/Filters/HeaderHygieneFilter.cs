using Conduit.Yarp;
using Microsoft.Net.Http.Headers;

namespace Conduit.Proxy.Filters;

/// <summary>
/// Takes out what must not travel on: headers the client names in <c>Connection</c> (RFC 9110, 7.6.1), which YARP leaves
/// in, and any that speak in the proxy's own name.
/// </summary>
internal sealed class HeaderHygieneFilter
{
    private readonly RequestDelegate _next;

    public HeaderHygieneFilter(RequestDelegate next) => _next = next;

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        headers.Remove(DecisionHeaders.Upstream);
        headers.Remove(DecisionHeaders.Attempts);
        if (headers.Connection.Count > 0)
        {
            HopByHop.Remove(headers, headers.GetCommaSeparatedValues(HeaderNames.Connection));
        }

        return _next(context);
    }
}
