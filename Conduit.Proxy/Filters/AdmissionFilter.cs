using Microsoft.Extensions.Options;

namespace Conduit.Proxy.Filters;

/// <summary>Sheds what is more than the proxy can carry, early and cheaply: routing cannot fix an overload.</summary>
internal sealed class AdmissionFilter
{
    private readonly RequestDelegate _next;
    private readonly int _limit;
    private int _admitted;

    public AdmissionFilter(RequestDelegate next, IOptions<ConduitOptions> options)
    {
        _next = next;
        _limit = options.Value.MaxConcurrentRequests;
    }

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            if (Interlocked.Increment(ref _admitted) <= _limit)
            {
                await _next(context);
                return;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _admitted);
        }

        if (context.Features.Get<ProxiedRequest>() is { } request)
        {
            request.Outcome = RequestOutcome.Shed;
        }

        await Problems.ShedAsync(context);
    }
}
