using System.Globalization;
using Conduit.Lab;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Scenarios.Reading;

/// <summary>Reads <c>upstreams</c>; <c>count: N</c> makes N of a kind.</summary>
internal static class UpstreamReader
{
    private static readonly string[] OfCapacity = ["overload", "overloadStatus", "slowdown"];

    public static IReadOnlyList<UpstreamModel> Read(MappingReader scenario)
    {
        var upstreams = new List<UpstreamModel>();
        if (scenario.Mapping("upstreams") is not { } section)
        {
            return upstreams;
        }

        foreach (var name in section.Keys)
        {
            if (!NameText.IsGood(name))
            {
                section.Wrong(name, $"'{name}' is no name; allowed: {NameText.Rule}");
            }

            if (section.Mapping(name) is { } item)
            {
                var (one, count) = Group(item, name);
                if (upstreams.Count + (count ?? 1) > Limits.MostUpstreams)
                {
                    section.Wrong(name, $"makes more than {Limits.MostUpstreams} upstreams in all; allowed: 1 to {Limits.MostUpstreams}");
                    continue;
                }

                upstreams.AddRange(Members(one, count));
            }
        }

        foreach (var twice in upstreams.GroupBy(upstream => upstream.Name, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            scenario.Wrong("upstreams", $"'{twice.Key}' comes out of two entries; rename one of them");
        }

        return upstreams;
    }

    private static (UpstreamModel One, int? Count) Group(MappingReader item, string name)
    {
        var one = One(item, name);
        var count = item.Integer("count", 1, Limits.MostUpstreams);
        item.Finish();
        return (one, count);
    }

    private static IEnumerable<UpstreamModel> Members(UpstreamModel one, int? count)
        => count is { } many
            ? Enumerable.Range(1, many).Select(i => one with { Name = string.Create(CultureInfo.InvariantCulture, $"{one.Name}-{i}") })
            : [one];

    private static UpstreamModel One(MappingReader item, string name)
    {
        var usual = new UpstreamModel { Name = name };
        var upstream = new UpstreamModel
        {
            Name = name,
            Latency = item.Duration("latency", TimeSpan.Zero, Limits.LongestWait) ?? usual.Latency,
            Distribution = item.Choice<Distribution>("distribution") ?? usual.Distribution,
            P99 = item.Duration("p99", TimeSpan.Zero, Limits.LongestWait),
            Jitter = item.Duration("jitter", TimeSpan.Zero, Limits.LongestWait),
            Weight = item.Number("weight", Limits.LeastWeight, Limits.MostWeight) ?? usual.Weight,
            Capacity = item.Integer("capacity", 0, Limits.MostCapacity) ?? usual.Capacity,
            Overload = item.Choice<OverloadBehaviour>("overload") ?? usual.Overload,
            OverloadStatus = item.Integer("overloadStatus", Limits.LeastFailure, Limits.MostFailure) ?? usual.OverloadStatus,
            SlowsDown = item.Choice<SlowdownShape>("slowdown") is not null,
            RateLimit = item.Number("rateLimit", Limits.LeastRateLimit, Limits.MostRate),
        };
        CheckSpread(item, upstream);
        CheckCapacity(item, upstream);
        return upstream;
    }

    private static void CheckSpread(MappingReader item, UpstreamModel upstream)
    {
        if (upstream.Distribution == Distribution.Lognormal)
        {
            if (!item.Has("p99"))
            {
                item.Wrong("p99", "missing; a lognormal distribution takes its spread from it");
            }
            else if (upstream.P99 is { } p99 && (p99 <= upstream.Latency || p99 >= upstream.Latency * ServiceTime.LargestRatio))
            {
                item.Wrong("p99", $"{DurationText.Format(p99)} is out of range; allowed: above 'latency', the mean, and below {ServiceTime.LargestRatio:0} times it");
            }
        }
        else if (item.Has("p99"))
        {
            item.Wrong("p99", "belongs to 'distribution: lognormal'");
        }

        if (item.Has("jitter") != (upstream.Distribution == Distribution.Uniform))
        {
            item.Wrong("jitter", item.Has("jitter")
                ? "belongs to 'distribution: uniform'"
                : "missing; a uniform distribution reaches this far to either side of 'latency', as in 'jitter: 2ms'");
        }
    }

    private static void CheckCapacity(MappingReader item, UpstreamModel upstream)
    {
        if (upstream.Capacity == 0)
        {
            foreach (var key in OfCapacity.Where(item.Has))
            {
                item.Wrong(key, "needs a 'capacity' above 0");
            }
        }
        else if (item.Has("overloadStatus") && upstream.Overload != OverloadBehaviour.Reject)
        {
            item.Wrong("overloadStatus", "belongs to 'overload: reject'");
        }
        else if (upstream.SlowsDown && item.Has("overload"))
        {
            item.Wrong("overload", "an upstream that slows down neither queues nor rejects; leave out 'overload' or 'slowdown'");
        }
    }
}
