namespace Conduit.Proxy;

/// <summary>Where the proxy's own endpoints answer.</summary>
internal sealed class ManagementOptions
{
    /// <summary>
    /// A port of their own for <c>/health</c>, <c>/alive</c>, <c>/metrics</c> and <c>/_conduit</c>; the data port then proxies
    /// these paths like any other. Default none: they share the data port. 1 to 65535.
    /// </summary>
    public int? Port { get; set; }

    /// <summary>
    /// Further names this machine goes by, beside <c>localhost</c>, its own and its addresses: <c>/_conduit</c> answers a
    /// client on this machine to no other, since any page can give it one. Default none; separated by semicolons.
    /// </summary>
    public string Hosts { get; set; } = "";
}
