using Conduit.Routing;

namespace Conduit.Simulator.Virtual;

/// <summary>
/// Independent chance for each part of a run, out of its one seed. Upstreams share theirs: a request then takes the same
/// time wherever and by whichever policy it is sent, so that policies are compared on the same luck.
/// </summary>
internal sealed class RunSeeds
{
    private const uint UpstreamDraw = 0, ClientDraw = 1, ProxyDraw = 2;

    // The arrivals' own chance comes from the bare seed; these must not repeat it.
    private readonly Chance _chance;

    public RunSeeds(ulong seed) => _chance = new Chance(~seed);

    public Chance Upstreams => new(_chance.Bits(0, UpstreamDraw));

    public Chance Client => new(_chance.Bits(0, ClientDraw));

    public ulong Proxy(int index) => _chance.Bits((ulong)index, ProxyDraw);
}
