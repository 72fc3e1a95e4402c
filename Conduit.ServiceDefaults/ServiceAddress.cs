using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;

namespace Conduit.ServiceDefaults;

/// <summary>Where a service listens: a host and the port of its main endpoint, from which its further ports follow. Immutable.</summary>
/// <param name="Host"><c>localhost</c>, an IP address, or <c>*</c> for every interface.</param>
/// <param name="Port">0 for any free port.</param>
public sealed record ServiceAddress(string Host, int Port)
{
    /// <summary>
    /// Reads it as ASP.NET Core does: <c>urls</c> (<c>ASPNETCORE_URLS</c>, <c>--urls</c>), else <c>http_ports</c> on every
    /// interface, else <paramref name="defaultPort"/> on loopback.
    /// </summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="defaultPort">Port when none is configured.</param>
    /// <exception cref="FormatException">The configured value is no single http URL or port.</exception>
    public static ServiceAddress Of(IConfiguration configuration, int defaultPort)
    {
        if (configuration["urls"] is { Length: > 0 } urls)
        {
            // * and + are no host names, so Uri would refuse them.
            var url = urls.Replace("//*", "//0.0.0.0", StringComparison.Ordinal).Replace("//+", "//0.0.0.0", StringComparison.Ordinal);
            return Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp
                ? new(uri.Host == "0.0.0.0" ? "*" : uri.Host.Trim('[', ']'), uri.Port)
                : throw new FormatException($"urls = {urls}: allowed is one URL such as http://localhost:{defaultPort}");
        }

        if (configuration["http_ports"] is { Length: > 0 } ports)
        {
            return ushort.TryParse(ports, CultureInfo.InvariantCulture, out var port)
                ? new("*", port)
                : throw new FormatException($"http_ports = {ports}: allowed is one port");
        }

        return new("localhost", defaultPort);
    }

    /// <summary>A further port at the same host; any free port if this one's is.</summary>
    /// <param name="offset">Added to the port.</param>
    /// <exception cref="FormatException">There is no such port.</exception>
    public ServiceAddress Plus(int offset)
        => Port + offset <= ushort.MaxValue
            ? this with { Port = Port == 0 ? 0 : Port + offset }
            : throw new FormatException($"{this}: allowed is a port up to {ushort.MaxValue - offset}, since the one {offset} above it is used too");

    /// <summary>Makes Kestrel listen here.</summary>
    /// <param name="kestrel">Kestrel's options.</param>
    /// <param name="protocols">What is spoken; HTTP/2 without TLS needs a port of its own.</param>
    public void Listen(KestrelServerOptions kestrel, HttpProtocols protocols)
    {
        foreach (var address in Addresses())
        {
            kestrel.Listen(new IPEndPoint(address, Port), listen => listen.Protocols = protocols);
        }
    }

    /// <summary>The addresses behind the host name: both loopback ones for <c>localhost</c>, as far as this machine has them.</summary>
    public IReadOnlyList<IPAddress> Addresses() => Host switch
    {
        "*" => [Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any],
        _ when IPAddress.TryParse(Host, out var address) => [address],
        // Two addresses cannot share a port that is not known yet.
        _ when Port != 0 && HasIPv6Loopback() => [IPAddress.Loopback, IPAddress.IPv6Loopback],
        _ => [IPAddress.Loopback],
    };

    private static bool HasIPv6Loopback()
    {
        if (!Socket.OSSupportsIPv6)
        {
            return false;
        }

        // The system may know IPv6 and yet have no such address, as in many containers.
        try
        {
            using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"http://{Host}:{Port}";
}
