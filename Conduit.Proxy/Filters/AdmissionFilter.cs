namespace Conduit.Proxy.Filters;

/// <summary>Sheds what is more than the proxy can carry, early and cheaply: routing cannot fix an overload.</summary>
internal sealed class AdmissionFilter
{
    private readonly RequestDelegate _next;
    private readonly Admission _admission;

    public AdmissionFilter(RequestDelegate next, Admission admission)
    {
        _next = next;
        _admission = admission;
    }

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            if (_admission.TryEnter())
            {
                await _next(context);
                return;
            }
        }
        finally
        {
            _admission.Leave();
        }

        if (context.Features.Get<ProxiedRequest>() is { } request)
        {
            request.Outcome = RequestOutcome.Shed;
        }

        await Problems.ShedAsync(context);
    }
}
