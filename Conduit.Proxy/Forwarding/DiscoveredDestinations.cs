using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.ServiceDiscovery;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace Conduit.Proxy.Forwarding;

/// <summary>
/// Resolves destinations' host names by service discovery. A destination keeps the name the configuration gives it;
/// further endpoints of the same service become <c>name#1</c>, <c>name#2</c>, …
/// </summary>
internal sealed class DiscoveredDestinations : IDestinationResolver
{
    private readonly ServiceEndpointResolver _resolver;

    public DiscoveredDestinations(ServiceEndpointResolver resolver) => _resolver = resolver;

    public async ValueTask<ResolvedDestinationCollection> ResolveDestinationsAsync(
        IReadOnlyDictionary<string, DestinationConfig> destinations, CancellationToken cancellationToken)
    {
        var resolved = new Dictionary<string, DestinationConfig>(StringComparer.OrdinalIgnoreCase);
        var changes = new List<IChangeToken>();
        foreach (var (id, destination) in destinations)
        {
            if (!Uri.TryCreate(destination.Address, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            {
                throw new FormatException($"ReverseProxy: destination {id}: Address = {destination.Address}: allowed is an http or https URL, such as http://localhost:3001");
            }

            var source = await _resolver.GetEndpointsAsync(address.GetLeftPart(UriPartial.Authority), cancellationToken);
            changes.Add(source.ChangeToken);
            for (var i = 0; i < source.Endpoints.Count; i++)
            {
                var name = i == 0 ? id : $"{id}#{i}";
                resolved[name] = destination with { Address = At(source.Endpoints[i], address) };
            }
        }

        return new(resolved, new CompositeChangeToken(changes));
    }

    private static string At(ServiceEndpoint endpoint, Uri address)
    {
        var text = endpoint.ToString()!;
        var authority = text.Contains("://", StringComparison.Ordinal) ? new Uri(text).GetLeftPart(UriPartial.Authority) : $"{address.Scheme}://{text}";
        return authority + address.PathAndQuery;
    }
}
