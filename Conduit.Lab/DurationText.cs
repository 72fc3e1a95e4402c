using System.Buffers;
using System.Globalization;

namespace Conduit.Lab;

/// <summary>Durations as people write them: <c>195ms</c>, <c>0.2ms</c>, <c>20s</c>, <c>1m30s</c>.</summary>
public static class DurationText
{
    private static readonly SearchValues<char> Number = SearchValues.Create("0123456789.");

    // Longer units first, so that "ms" is not read as minutes followed by an s.
    private static readonly (string Unit, double Seconds)[] Units = [("us", 1e-6), ("µs", 1e-6), ("ms", 1e-3), ("s", 1), ("m", 60), ("h", 3600)];

    /// <summary>What is allowed, for messages.</summary>
    public const string Form = "a time such as 195ms, 20s or 1m30s";

    /// <summary>Reads a duration; false if the text is none.</summary>
    /// <param name="text">One or more pairs of number and unit (<c>us ms s m h</c>), or <c>0</c>.</param>
    /// <param name="duration">The duration, never negative.</param>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var rest = text.AsSpan().Trim();
        if (rest is "0")
        {
            return true;
        }

        if (rest.IsEmpty)
        {
            return false;
        }

        var seconds = 0.0;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Number);
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            rest = rest[digits..];
            var unit = UnitOf(rest);
            if (unit.Unit is null)
            {
                return false;
            }

            seconds += number * unit.Seconds;
            rest = rest[unit.Unit.Length..];
        }

        if (seconds > TimeSpan.MaxValue.TotalSeconds / 2)
        {
            return false;
        }

        duration = TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond));
        return true;
    }

    /// <summary>Writes a duration in the largest unit that keeps it at 1 or above; reads back as the same duration.</summary>
    /// <param name="duration">Not negative.</param>
    public static string Format(TimeSpan duration)
    {
        static string Write(double value, string unit) => value.ToString("0.#######", CultureInfo.InvariantCulture) + unit;
        return duration.TotalSeconds switch
        {
            0 => "0s",
            < 1e-3 => Write(duration.TotalMicroseconds, "us"),
            < 1 => Write(duration.TotalMilliseconds, "ms"),
            _ when duration.Ticks % TimeSpan.TicksPerHour == 0 => Write(duration.TotalHours, "h"),
            _ when duration.Ticks % TimeSpan.TicksPerMinute == 0 => Write(duration.TotalMinutes, "m"),
            _ => Write(duration.TotalSeconds, "s"),
        };
    }

    private static (string? Unit, double Seconds) UnitOf(ReadOnlySpan<char> text)
    {
        foreach (var unit in Units)
        {
            if (text.StartsWith(unit.Unit, StringComparison.Ordinal))
            {
                return unit;
            }
        }

        return default;
    }
}
