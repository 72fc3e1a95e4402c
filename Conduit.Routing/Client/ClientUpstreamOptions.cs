namespace Conduit.Routing.Client;

/// <summary>One upstream of an <see cref="HttpClient"/>.</summary>
public sealed class ClientUpstreamOptions
{
    private const double LeastWeight = 0.01;
    private const double MostWeight = 1_000;
    private const string Url = "an absolute http or https URL";

    /// <summary>Base address. No default: an absolute http or https URL; a path in it is kept as a prefix.</summary>
    public Uri? Address { get; set; }

    /// <summary>
    /// Base address of requests that ask for HTTP/2, without TLS by prior knowledge. Default none: they go to
    /// <see cref="Address"/> too. An absolute http or https URL.
    /// </summary>
    public Uri? Http2Address { get; set; }

    /// <summary>Share of the load relative to its peers at equal latency. Default 1, 0.01 to 1000.</summary>
    public double Weight { get; set; } = 1;

    internal static void Check(ClientUpstreamOptions options, OptionMistakes mistakes)
    {
        mistakes.Require(IsUrl(options.Address), options.Address, Url);
        mistakes.Require(options.Http2Address is null || IsUrl(options.Http2Address), options.Http2Address, Url);
        mistakes.Range(options.Weight, LeastWeight, MostWeight);
    }

    internal UpstreamDefinition Define(string name) => new(name, Address!) { Http2Address = Http2Address, Weight = Weight };

    private static bool IsUrl(Uri? address) => address is { IsAbsoluteUri: true, Scheme: "http" or "https" };
}
