using System.Globalization;
using Conduit.Proxy.Telemetry;
using Conduit.Routing;

namespace Conduit.Proxy.Management;

/// <summary>How the chosen upstream compared with the others that a decision saw, as parts of a sentence.</summary>
/// <param name="Scores">Why it and no other, by the scores.</param>
/// <param name="ScoresAside">The scores in brackets, for choices that go by something else; empty where there are none to compare.</param>
/// <param name="Breaker">Its own breaker's state.</param>
/// <param name="LeftOut">A sentence that names those it was not compared with, and why; empty if there are none.</param>
internal readonly record struct Comparison(string Scores, string ScoresAside, string Breaker, string LeftOut)
{
    public static Comparison Of(in TraceRecord record, int index)
    {
        ref readonly var attempt = ref record.Attempts[index];
        var own = new Attempt.ScoredCandidate(null, double.NaN, BreakerState.HalfOpen);
        var rivals = new List<(string Id, double Score)>();
        var leftOut = new List<string>();
        foreach (var candidate in attempt.Candidates)
        {
            if (candidate.Upstream is not { } upstream)
            {
                continue;
            }

            if (ReferenceEquals(upstream, attempt.Upstream))
            {
                own = candidate;
            }
            else if (Hindrance(in record, index, in candidate) is { } hindrance)
            {
                leftOut.Add($"{upstream.Id} {hindrance}");
            }
            else
            {
                rivals.Add((upstream.Id, candidate.Score));
            }
        }

        return new(Compare(own.Score, rivals), Aside(own.Score, rivals), own.Breaker.Name(), leftOut.Count == 0 ? "" : $" {string.Join("; ", leftOut)}.");
    }

    /// <summary>Why a candidate could not be chosen; null if it could, as far as the record tells.</summary>
    private static string? Hindrance(in TraceRecord record, int index, in Attempt.ScoredCandidate candidate)
    {
        for (var i = 0; i < index; i++)
        {
            if (ReferenceEquals(record.Attempts[i].Upstream, candidate.Upstream))
            {
                return "had been tried already";
            }
        }

        return candidate.Breaker switch
        {
            BreakerState.Isolated => "was isolated by hand",
            BreakerState.Open or BreakerState.HalfOpen when record.Attempts[index].Reason != DecisionReason.Panic => $"was left out, its breaker {candidate.Breaker.Name()}",
            _ => null,
        };
    }

    private static string Compare(double own, List<(string Id, double Score)> rivals)
    {
        if (double.IsNaN(own))
        {
            return "it was the best of a sample of the pool";
        }

        if (rivals.Count == 0)
        {
            return "no other could be chosen";
        }

        // Told by the digits that people see: what lies beyond them explains nothing to anyone.
        var best = rivals.MaxBy(static rival => rival.Score);
        return Text(own) == Text(best.Score) ? $"its score {Text(own)} equalled {best.Id}'s, and chance decided"
            : own > best.Score ? $"its score {Text(own)} beat {string.Join(" and ", rivals.Select(static rival => $"{rival.Id}'s {Text(rival.Score)}"))}"
            : $"its score was {Text(own)}; {best.Id}, with {Text(best.Score)}, was passed over by the policy, or had asked to be left alone for a while";
    }

    private static string Aside(double own, List<(string Id, double Score)> rivals)
        => double.IsNaN(own) || rivals.Count == 0
            ? ""
            : $" (its score was {Text(own)}, {string.Join(", ", rivals.Select(static rival => $"{rival.Id}'s {Text(rival.Score)}"))})";

    private static string Text(double score) => score.ToString("0.0", CultureInfo.InvariantCulture);
}
