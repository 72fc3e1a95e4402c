using System.Globalization;

namespace Conduit.Simulator.Results;

/// <summary>Figures to three digits: what stands behind them is the luck of the seeds.</summary>
internal static class ThreeDigits
{
    private const string None = "–";
    private const double Noise = 0.0005;

    public static string Plain(double? value) => value is { } number ? Write(number) : None;

    public static string Milliseconds(double? value) => value is { } number ? Write(Math.Abs(number) < 10 * Noise ? 0 : number) : None;

    /// <summary>Of a hundred; what is not all is never rounded up to all.</summary>
    public static string Percent(double? fraction) => fraction switch
    {
        null => None,
        1 => "100",
        > 0.99 => (Math.Floor(fraction.Value * 100_000) / 1_000).ToString("0.000", CultureInfo.InvariantCulture),
        _ => Write(fraction.Value * 100),
    };

    private static string Write(double number)
    {
        if (number == 0)
        {
            return "0";
        }

        var digits = Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(number))), 0, 3);
        return Math.Round(number, digits).ToString(CultureInfo.InvariantCulture);
    }
}
