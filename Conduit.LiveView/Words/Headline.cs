using Conduit.LiveView.State;

namespace Conduit.LiveView.Words;

/// <summary>Where traffic goes and why, in one sentence.</summary>
internal static class Headline
{
    private const int NamesAtMost = 3;

    public static string Of(LiveSnapshot now)
    {
        if (!now.Link.IsUp)
        {
            return "The proxy does not answer.";
        }

        var all = now.Upstreams;
        if (all.Count == 0)
        {
            return "The proxy has no upstream.";
        }

        if (all.All(upstream => upstream.Condition == UpstreamCondition.Isolated))
        {
            return "All upstreams are isolated: the proxy answers 503.";
        }

        if (all.All(upstream => upstream.Condition is UpstreamCondition.Ejected or UpstreamCondition.OnTrial or UpstreamCondition.Isolated))
        {
            return "No upstream is well: the proxy tries whichever looks least bad.";
        }

        var ailing = all.Where(upstream => upstream.Condition != UpstreamCondition.Healthy).ToList();
        if (now.Traffic.Attempts == 0)
        {
            return ailing.Count == 0 ? "All is well, and nothing is asked of it." : $"{Ailments(ailing)}; nothing is asked of the proxy.";
        }

        if (ailing.Count == 0)
        {
            return $"All is well: {WhoTakesIt(all, now.Traffic)}.";
        }

        var healthy = all.Where(upstream => upstream.Condition == UpstreamCondition.Healthy).ToList();
        var rest = healthy switch
        {
            [] => $"{all.MaxBy(upstream => upstream.Share)!.Id} is the best there is",
            [var only] => $"{only.Id} takes {Part(only.Share)}",
            _ => $"the other {healthy.Count} share the load",
        };
        return $"{Ailments(ailing)}: {rest}.";
    }

    private static string WhoTakesIt(IReadOnlyList<UpstreamView> all, Traffic traffic)
    {
        var busiest = all.MaxBy(upstream => upstream.Share)!;
        return all.Count == 1 ? $"{busiest.Id} takes everything"
            : all.Any(upstream => traffic.IsSmall(upstream.Cluster, upstream.Id)) ? $"{busiest.Id} takes {Part(busiest.Share)} just now"
            : $"{Names(all)} share the load";
    }

    private static string Ailments(List<UpstreamView> ailing)
        => ailing.Count > NamesAtMost
            ? $"{ailing.Count} upstreams are unwell"
            : string.Join(", ", ailing.Select(upstream => $"{upstream.Id} {ConditionWords.Predicate(upstream.Condition)}"));

    private static string Names(IReadOnlyList<UpstreamView> all)
        => all.Count > NamesAtMost
            ? $"{all.Count} upstreams"
            : $"{string.Join(", ", all.SkipLast(1).Select(upstream => upstream.Id))} and {all[^1].Id}";

    private static string Part(double share) => share switch
    {
        >= 0.95 => "nearly everything",
        >= 0.6 => "most of the traffic",
        _ => "over",
    };
}
