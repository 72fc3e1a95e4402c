using Conduit.Proxy.Forwarding;

namespace Conduit.Proxy.Filters;

/// <summary>Sets how long the request may wait for an answer: the route's own limits, or the defaults.</summary>
internal sealed class DeadlineFilter
{
    private readonly RequestDelegate _next;
    private readonly RouteLimits _limits;

    public DeadlineFilter(RequestDelegate next, RouteLimits limits)
    {
        _next = next;
        _limits = limits;
    }

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<ProxiedRequest>() is { } request)
        {
            (request.AttemptTimeout, request.Deadline) = _limits.Of(context.GetRouteModel());
        }

        return _next(context);
    }
}
