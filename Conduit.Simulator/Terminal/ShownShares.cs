using Conduit.Simulator.Runs;

namespace Conduit.Simulator.Terminal;

/// <summary>The shares that a display has room for.</summary>
internal static class ShownShares
{
    private const int Most = 8;

    /// <summary>All by name; of more than fit those with the most traffic, and how many are left out.</summary>
    public static (IEnumerable<KeyValuePair<string, double>> Shares, int LeftOut) Of(RunProgress progress) => progress.Shares.Count <= Most
        ? (progress.Shares, 0)
        : (progress.Shares.OrderByDescending(share => share.Value).ThenBy(share => share.Key, StringComparer.Ordinal).Take(Most), progress.Shares.Count - Most);
}
