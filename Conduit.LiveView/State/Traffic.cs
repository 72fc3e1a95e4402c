using Conduit.LiveView.Apis;

namespace Conduit.LiveView.State;

/// <summary>Attempts between two readings. Immutable.</summary>
/// <param name="Attempts">All of them.</param>
/// <param name="PerSecond">Attempts each second.</param>
/// <param name="Failed">Part of them that failed, 0 to 1; null where there was none.</param>
/// <param name="Shares">Each upstream's part, by cluster and id, 0 to 1.</param>
public sealed record Traffic(long Attempts, double PerSecond, double? Failed, IReadOnlyDictionary<(string Cluster, string Id), double> Shares)
{
    // Of an even share: less is no accident.
    private const double SmallPart = 0.3;

    public static Traffic None { get; } = new(0, 0, null, new Dictionary<(string, string), double>());

    /// <summary>True if there is traffic and an upstream has far less than an even share of it.</summary>
    internal bool IsSmall(string cluster, string id) => Attempts > 0 && Shares.GetValueOrDefault((cluster, id)) < SmallPart / Shares.Count;

    internal static Traffic Between(UpstreamsMessage before, UpstreamsMessage now)
    {
        var since = now.Upstreams.ToDictionary(upstream => (upstream.Cluster, upstream.Id), upstream => upstream.Requests - (Find(before, upstream)?.Requests ?? 0));
        var attempts = since.Values.Sum();
        var failures = now.Upstreams.Sum(upstream => upstream.Failures - (Find(before, upstream)?.Failures ?? 0));
        var seconds = (now.At - before.At).TotalSeconds;
        return new Traffic(
            attempts,
            seconds > 0 ? attempts / seconds : 0,
            attempts > 0 ? Math.Clamp((double)failures / attempts, 0, 1) : null,
            since.ToDictionary(entry => entry.Key, entry => attempts > 0 ? (double)entry.Value / attempts : 0));
    }

    internal static UpstreamMessage? Find(UpstreamsMessage reading, UpstreamMessage upstream)
        => reading.Upstreams.FirstOrDefault(other => other.Cluster == upstream.Cluster && other.Id == upstream.Id);
}
