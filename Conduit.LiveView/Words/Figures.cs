using System.Globalization;

namespace Conduit.LiveView.Words;

/// <summary>Numbers in one form everywhere, so that columns stay where they are while figures change.</summary>
internal static class Figures
{
    /// <summary>Stands for what is not known.</summary>
    public const string None = "–";

    /// <summary>A part of a whole as a percentage without decimals; what is less than half a percent but not nothing says so.</summary>
    public static string Share(double part) => part switch
    {
        <= 0 => "0 %",
        < 0.005 => "<1 %",
        > 0.995 and < 1 => ">99 %",
        _ => string.Create(CultureInfo.InvariantCulture, $"{part * 100:0} %"),
    };

    /// <summary>A part that is small when all is well, as a percentage with one decimal.</summary>
    public static string Rate(double? part)
        => part is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known * 100:0.0} %") : None;

    /// <summary>Milliseconds, or seconds from one second on.</summary>
    public static string Milliseconds(double? value) => value switch
    {
        null => None,
        < 9.95 => string.Create(CultureInfo.InvariantCulture, $"{value:0.0} ms"),
        < 999.5 => string.Create(CultureInfo.InvariantCulture, $"{value:0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value / 1_000:0.0} s"),
    };

    public static string Whole(double value) => value.ToString("0", CultureInfo.InvariantCulture);

    /// <summary>Whole seconds, rounded up: a countdown ends at 0, not before.</summary>
    public static string Seconds(TimeSpan left)
        => left.TotalSeconds < 99.5
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, Math.Ceiling(left.TotalSeconds)):0} s")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(left.TotalMinutes):0} min");
}
