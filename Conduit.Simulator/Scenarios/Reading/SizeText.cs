using System.Globalization;

namespace Conduit.Simulator.Scenarios.Reading;

/// <summary>Sizes as people write them: <c>512</c>, <c>512B</c>, <c>1KiB</c>, <c>1.5MB</c>.</summary>
internal static class SizeText
{
    private static readonly (string Unit, long Bytes)[] Units =
        [("KiB", 1 << 10), ("MiB", 1 << 20), ("KB", 1_000), ("MB", 1_000_000), ("B", 1)];

    public static bool TryParse(string text, out long bytes)
    {
        var factor = 1L;
        var number = text.AsSpan().Trim();
        foreach (var (unit, size) in Units)
        {
            if (number.EndsWith(unit, StringComparison.OrdinalIgnoreCase))
            {
                factor = size;
                number = number[..^unit.Length].TrimEnd();
                break;
            }
        }

        bytes = 0;
        if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || value > 1_000_000_000)
        {
            return false;
        }

        bytes = (long)(value * factor);
        return true;
    }
}
