using System.Globalization;
using Conduit.Lab;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Scenarios.Reading;

/// <summary>Bounds as a file writes them: <c>&gt;= 99.9%</c>, <c>&lt; 60ms</c>.</summary>
internal static class BoundText
{
    public static bool TryParse(string text, bool fraction, out Comparison comparison, out double bound)
    {
        var trimmed = text.Trim();
        foreach (var (sign, meaning) in Comparisons.Signs)
        {
            if (trimmed.StartsWith(sign, StringComparison.Ordinal))
            {
                comparison = meaning;
                var value = trimmed[sign.Length..].Trim();
                return fraction ? TryPercent(value, out bound) : TryMilliseconds(value, out bound);
            }
        }

        comparison = default;
        bound = 0;
        return false;
    }

    // Decimal, so that 99.9 % becomes the very double that 999 of 1000 requests divide to.
    private static bool TryPercent(string text, out double fraction)
    {
        fraction = 0;
        if (!text.EndsWith('%')
            || !decimal.TryParse(text.AsSpan(0, text.Length - 1).TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
            || percent > 100)
        {
            return false;
        }

        fraction = (double)(percent / 100);
        return true;
    }

    private static bool TryMilliseconds(string text, out double milliseconds)
    {
        var good = DurationText.TryParse(text, out var value);
        milliseconds = value.TotalMilliseconds;
        return good && value >= TimeSpan.Zero;
    }
}
