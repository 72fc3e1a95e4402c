using Conduit.AppHost.Topology;
using Conduit.ProxyBench.Peers;

namespace Conduit.Tests.Benchmarks;

public sealed class PeerCatalogTests
{
    [Fact]
    public void Conduit_is_measured_with_the_settings_of_the_runtime_that_the_lab_gives_it()
    {
        var catalog = new PeerCatalog(new DirectoryInfo(Path.GetTempPath()), LoopbackPool.Of(2), 1, new Dictionary<string, IReadOnlyDictionary<string, string>>());

        Assert.Equal(
            OfTheRuntime(LabTopology.At(0).Proxy.Settings.OfType<LiteralSetting>().Select(setting => (setting.Key, setting.Value))),
            OfTheRuntime(catalog.Peers.Single(peer => peer.Name == PeerCatalog.Conduit).Environment.Select(pair => (pair.Key, pair.Value))));
    }

    /// <summary>All but the proxy's own, which need not be the same.</summary>
    private static IEnumerable<(string Key, string Value)> OfTheRuntime(IEnumerable<(string Key, string Value)> settings)
        => settings.Where(setting => setting.Key.StartsWith("DOTNET_", StringComparison.Ordinal) || setting.Key.StartsWith("MALLOC_", StringComparison.Ordinal)).Order();
}
