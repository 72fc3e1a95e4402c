using Conduit.Proxy.Forwarding;

namespace Conduit.Proxy.Filters;

/// <summary>Sets how long the request may wait for an answer, and what may be done about it: its route's settings, or the defaults.</summary>
internal sealed class DeadlineFilter
{
    private readonly RequestDelegate _next;
    private readonly RouteSettingsTable _settings;

    public DeadlineFilter(RequestDelegate next, RouteSettingsTable settings)
    {
        _next = next;
        _settings = settings;
    }

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<ProxiedRequest>() is { } request)
        {
            request.Route = _settings.Of(context.GetRouteModel());
        }

        return _next(context);
    }
}
