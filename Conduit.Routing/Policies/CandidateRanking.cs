namespace Conduit.Routing.Policies;

/// <summary>Keeps the best few candidates of a decision, for whoever asks why.</summary>
internal static class CandidateRanking
{
    public static Attempt.TopCandidates Best(ReadOnlySpan<Candidate> candidates, Upstream[] pool, int scope)
    {
        Attempt.TopCandidates top = default;
        var kept = 0;
        foreach (ref readonly var candidate in candidates)
        {
            var place = kept;
            while (place > 0 && top[place - 1].Score < candidate.Score)
            {
                place--;
            }

            if (place >= Attempt.TopCandidates.Capacity)
            {
                continue;
            }

            kept = Math.Min(kept + 1, Attempt.TopCandidates.Capacity);
            for (var i = kept - 1; i > place; i--)
            {
                top[i] = top[i - 1];
            }

            var upstream = pool[candidate.Index];
            top[place] = new(upstream, candidate.Score, upstream.BreakerStateFor(scope));
        }

        return top;
    }

    /// <summary>Shows in the places left what was passed over, and so why.</summary>
    public static void AddExcluded(ref Attempt attempt, ReadOnlySpan<Candidate> candidates, Upstream[] pool, CandidateScan scan, int scope)
    {
        var cheapest = candidates[0].Cost;
        foreach (ref readonly var candidate in candidates)
        {
            cheapest = Math.Min(cheapest, candidate.Cost);
        }

        var top = attempt.Candidates;
        var kept = candidates.Length;
        for (var i = 0; i < pool.Length && kept < Attempt.TopCandidates.Capacity; i++)
        {
            if (IndexOf(candidates, i) < 0)
            {
                Candidate excluded = default;
                scan.Measure(i, ref excluded);
                var score = Score.Perfect - Math.Max(0, Score.LatencyPenalty(excluded.Cost, cheapest)) - excluded.ErrorPenalty;
                top[kept++] = new(pool[i], score, pool[i].BreakerStateFor(scope));
            }
        }

        attempt.Candidates = top;
    }

    /// <summary>The place of the upstream at <paramref name="index"/> in the pool; −1 if it is no candidate.</summary>
    public static int IndexOf(ReadOnlySpan<Candidate> candidates, int index)
    {
        for (var i = 0; i < candidates.Length; i++)
        {
            if (candidates[i].Index == index)
            {
                return i;
            }
        }

        return -1;
    }
}
