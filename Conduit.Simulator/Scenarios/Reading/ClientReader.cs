using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Scenarios.Reading;

/// <summary>Reads <c>client</c> and <c>network</c>.</summary>
internal static class ClientReader
{
    public static ClientModel Client(MappingReader scenario)
    {
        var client = new ClientModel();
        if (scenario.Mapping("client") is not { } item)
        {
            return client;
        }

        client = new ClientModel
        {
            Timeout = item.Duration("timeout", Limits.ShortestWait, Limits.LongestWait) ?? client.Timeout,
            Arrivals = item.Choice<ArrivalProcess>("arrivals") ?? client.Arrivals,
            Retries = item.Integer("retries", 0, Limits.MostRetries) ?? client.Retries,
            Proxies = item.Integer("proxies", 1, Limits.MostProxies) ?? client.Proxies,
        };
        item.Finish();
        return client;
    }

    public static NetworkModel Network(MappingReader scenario)
    {
        var network = new NetworkModel();
        if (scenario.Mapping("network") is not { } item)
        {
            return network;
        }

        network = new NetworkModel
        {
            Rtt = item.Duration("rtt", TimeSpan.Zero, Limits.LongestWait) ?? network.Rtt,
            Refuse = item.Duration("refuse", TimeSpan.Zero, Limits.LongestWait) ?? network.Refuse,
        };
        item.Finish();
        return network;
    }
}
