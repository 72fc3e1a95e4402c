using Microsoft.AspNetCore.Http;

namespace Conduit.ServiceDefaults;

/// <summary>
/// Guards endpoints that tell what goes on: a page in a browser on this machine must not read them by a name of its own
/// that points here. Other machines may read what is open to them.
/// </summary>
public sealed class LocalReadFilter : IEndpointFilter
{
    private readonly CommandAccess _access;

    /// <summary>Creates the filter.</summary>
    /// <param name="access">Who may command; whoever may do so from elsewhere may read too.</param>
    public LocalReadFilter(CommandAccess access) => _access = access;

    /// <inheritdoc/>
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        return _access.FromElsewhere || !LocalHost.IsSenderOf(request) || LocalHost.IsNamedBy(request, _access.Hosts)
            ? next(context)
            : Refusal.Of(
                StatusCodes.Status403Forbidden,
                $"This machine is not known as '{request.Host.Host}'; ask for http://localhost, or {_access.Remedy} allows it.");
    }
}
