namespace Conduit.Lab;

/// <summary>Finds the key somebody meant.</summary>
public static class KeyHint
{
    private const int Furthest = 2;

    /// <summary>The known key nearest to a mistyped one by edit distance; null if none is near.</summary>
    /// <param name="key">What was written.</param>
    /// <param name="known">What there is.</param>
    public static string? Nearest(string key, IEnumerable<string> known)
        => known.Select(candidate => (candidate, Distance: Distance(key.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .Where(pair => pair.Distance <= Math.Min(Furthest, key.Length / 2))
            .OrderBy(pair => pair.Distance)
            .Select(pair => pair.candidate)
            .FirstOrDefault();

    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j - 1], above) + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[to.Length];
    }
}
