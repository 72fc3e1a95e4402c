using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Conduit.Upstreams;

/// <summary>Where a started upstream listens; under <c>localhost</c> the first of its addresses. Immutable.</summary>
/// <param name="Work">HTTP/1.1.</param>
/// <param name="Http2">HTTP/2 without TLS.</param>
/// <param name="Control">Chaos, health and metrics.</param>
internal sealed record UpstreamAddresses(Uri Work, Uri Http2, Uri Control)
{
    private const int Ports = 3;

    public static UpstreamAddresses Of(WebApplication app)
    {
        // In the order in which they were told to listen, each with as many addresses as its host has.
        var all = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.ToArray();
        var each = all.Length / Ports;
        // A listener for metrics alone has one address and comes before them.
        var first = all.Length % Ports;
        return new(new(all[first]), new(all[first + each]), new(all[first + (2 * each)]));
    }
}
