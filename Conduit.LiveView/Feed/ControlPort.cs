namespace Conduit.LiveView.Feed;

/// <summary>Where an upstream's faults are asked for and set: the port 1000 above the one it works at.</summary>
internal static class ControlPort
{
    private const int Offset = 1_000;

    /// <summary>Its <c>/chaos</c>; null if the address leads to none.</summary>
    /// <param name="address">The upstream's address as the proxy knows it.</param>
    public static Uri? ChaosOf(string address)
        => Uri.TryCreate(address, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            && url.Port + Offset <= ushort.MaxValue
            ? new UriBuilder(url.Scheme, url.Host, url.Port + Offset, "/chaos").Uri
            : null;
}
