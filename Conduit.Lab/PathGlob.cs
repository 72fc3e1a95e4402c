namespace Conduit.Lab;

/// <summary>A pattern on a request's path in which <c>*</c> stands for any run of characters. Immutable.</summary>
/// <param name="Pattern">Such as <c>/orders*</c>.</param>
public sealed record PathGlob(string Pattern)
{
    /// <summary>True if the whole path fits.</summary>
    /// <param name="path">A path, without query.</param>
    public bool Matches(ReadOnlySpan<char> path)
    {
        ReadOnlySpan<char> pattern = Pattern;
        int p = 0, t = 0, star = -1, resume = 0;
        while (t < path.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, resume) = (p++, t);
            }
            else if (p < pattern.Length && pattern[p] == path[t])
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                // Let the last star take one character more, and try again.
                (p, t) = (star + 1, ++resume);
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].IndexOfAnyExcept('*') < 0;
    }

    /// <inheritdoc/>
    public override string ToString() => Pattern;
}
