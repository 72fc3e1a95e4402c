using System.Net;
using Microsoft.AspNetCore.Http;

namespace Conduit.ServiceDefaults;

/// <summary>Guards endpoints that command a service: no page of another origin, no other machine unless allowed, bodies only as JSON.</summary>
public sealed class LocalCommandFilter : IEndpointFilter
{
    private readonly CommandAccess _access;

    /// <summary>Creates the filter.</summary>
    /// <param name="access">Who may command.</param>
    public LocalCommandFilter(CommandAccess access) => _access = access;

    /// <inheritdoc/>
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        if (!_access.FromElsewhere && context.HttpContext.Connection.RemoteIpAddress is { } remote && !IPAddress.IsLoopback(remote))
        {
            return Refuse(StatusCodes.Status403Forbidden, "Commands are taken from this machine only; Conduit:RemoteCommands=true allows others.");
        }

        if (request.Headers.Origin is { Count: > 0 } origin && origin.ToString() != $"{request.Scheme}://{request.Host}")
        {
            return Refuse(StatusCodes.Status403Forbidden, "Commands from pages of another origin are refused.");
        }

        var hasBody = request.ContentLength is not (null or 0) || request.Headers.TransferEncoding.Count > 0;
        return hasBody && !request.HasJsonContentType()
            ? Refuse(StatusCodes.Status415UnsupportedMediaType, "Send the body as application/json.")
            : next(context);
    }

    private static ValueTask<object?> Refuse(int status, string detail)
        => ValueTask.FromResult<object?>(TypedResults.Problem(detail, statusCode: status));
}
