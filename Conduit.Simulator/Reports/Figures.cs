using System.Globalization;

namespace Conduit.Simulator.Reports;

/// <summary>Figures as people read them.</summary>
internal static class Figures
{
    private const string Unknown = "-";

    public static string Milliseconds(double? value) => value switch
    {
        null => Unknown,
        < -10 => "-" + Milliseconds(-value),
        < 10 => Write(value.Value, "0.00") + " ms",
        < 1_000 => Write(value.Value, "0.0") + " ms",
        _ => Write(value.Value / 1_000, "0.00") + " s",
    };

    /// <summary>Never rounds what is not all up to 100 %.</summary>
    public static string Percent(double? fraction) => fraction switch
    {
        null => Unknown,
        1 => "100 %",
        > 0.9999 => "> 99.99 %",
        _ => Write(fraction.Value * 100, "0.00") + " %",
    };

    /// <summary>How long something took that may have been there from the first.</summary>
    public static string Delay(double? milliseconds) => milliseconds is 0 ? "at once" : Milliseconds(milliseconds);

    public static string Ratio(double? value) => value is { } ratio ? Write(ratio, "0.000") : Unknown;

    public static string Count(long? value) => value is { } count ? count.ToString("#,0", CultureInfo.InvariantCulture) : Unknown;

    public static string Clock(TimeSpan time) => time.ToString(time.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);

    public static string Rate(double perSecond) => Write(perSecond, "0.#") + "/s";

    private static string Write(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
