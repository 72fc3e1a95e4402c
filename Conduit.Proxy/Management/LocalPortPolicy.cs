using Microsoft.AspNetCore.Routing.Matching;

namespace Conduit.Proxy.Management;

/// <summary>Keeps endpoints with a <see cref="LocalPort"/> to that port, and all others off it: by the socket, not by what a client claims in Host.</summary>
internal sealed class LocalPortPolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => -1000;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<LocalPort>() is not null);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates[i].Endpoint.Metadata.GetMetadata<LocalPort>() is { } port && !port.Serves(httpContext.Connection.LocalPort))
            {
                candidates.SetValidity(i, false);
            }
        }

        return Task.CompletedTask;
    }
}
