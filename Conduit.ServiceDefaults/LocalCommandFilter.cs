using Microsoft.AspNetCore.Http;

namespace Conduit.ServiceDefaults;

/// <summary>
/// Guards endpoints that command a service: no page of another origin, whatever name it gives this machine; no other
/// machine, not through a proxy either, unless allowed; bodies only as JSON.
/// </summary>
public sealed class LocalCommandFilter : IEndpointFilter
{
    private const string FetchSite = "Sec-Fetch-Site";

    private readonly CommandAccess _access;

    /// <summary>Creates the filter.</summary>
    /// <param name="access">Who may command.</param>
    public LocalCommandFilter(CommandAccess access) => _access = access;

    /// <inheritdoc/>
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        if ((_access.FromElsewhere ? null : Strange(request)) is { } strange)
        {
            return Refusal.Of(StatusCodes.Status403Forbidden, strange);
        }

        if (IsFromAnotherOrigin(request))
        {
            return Refusal.Of(StatusCodes.Status403Forbidden, "Commands from pages of another origin are refused; send them from a program, such as curl.");
        }

        var hasBody = request.ContentLength is not (null or 0) || request.Headers.TransferEncoding.Count > 0;
        return hasBody && !request.HasJsonContentType()
            ? Refusal.Of(StatusCodes.Status415UnsupportedMediaType, "Send the body as application/json.")
            : next(context);
    }

    private string? Strange(HttpRequest request)
        => !LocalHost.IsSenderOf(request) ? $"Commands are taken from this machine only; {_access.Remedy} allows others."
            : ForwardedRequest.Is(request) ? $"Commands are taken straight from this machine, not through a proxy (X-Forwarded-*, X-Original-*, Forwarded, Via); {_access.Remedy} allows them."
            : !LocalHost.IsNamedBy(request, _access.Hosts) ? $"Commands are taken for localhost or an address, not for the host '{request.Host.Host}'; ask for http://localhost, or {_access.Remedy} allows them."
            : null;

    /// <summary>Browsers say so in one header, the newer ones in both; programs in neither.</summary>
    private static bool IsFromAnotherOrigin(HttpRequest request)
        => (request.Headers[FetchSite] is { Count: > 0 } site && site.ToString() is not ("same-origin" or "none"))
            || (request.Headers.Origin is { Count: > 0 } origin && origin.ToString() != $"{request.Scheme}://{request.Host}");
}
