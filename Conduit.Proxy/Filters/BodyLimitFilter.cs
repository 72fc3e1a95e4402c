using Microsoft.Extensions.Options;

namespace Conduit.Proxy.Filters;

/// <summary>Refuses request bodies that say they are over the limit; one that does not say is cut off by the server when it gets there.</summary>
internal sealed class BodyLimitFilter
{
    private readonly RequestDelegate _next;
    private readonly long? _limit;

    public BodyLimitFilter(RequestDelegate next, IOptions<ConduitOptions> options)
    {
        _next = next;
        _limit = options.Value.MaxRequestBodyBytes;
    }

    public Task InvokeAsync(HttpContext context)
        => context.Request.ContentLength > _limit ? Problems.BodyTooLargeAsync(context, _limit!.Value) : _next(context);
}
