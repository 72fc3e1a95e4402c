namespace Conduit.Proxy.Management;

/// <summary>Binds an endpoint to a port of this process, or bars it from one. Immutable.</summary>
/// <param name="Port">The port.</param>
/// <param name="Only">True: served on this port alone. False: on every other.</param>
internal sealed record LocalPort(int Port, bool Only)
{
    public bool Serves(int port) => (port == Port) == Only;
}
