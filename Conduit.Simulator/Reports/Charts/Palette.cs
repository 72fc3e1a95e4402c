namespace Conduit.Simulator.Reports.Charts;

/// <summary>Which colour of the page's palette a thing has. alpha is blue and beta orange, as on the dashboards.</summary>
internal static class Palette
{
    private const int Colours = 8;

    /// <summary>Everything that has no colour of its own.</summary>
    public const string Rest = "rest";

    /// <summary>What other things are held against.</summary>
    public const string Ground = "intended";

    /// <summary>A colour for each name, the same wherever the same names are shown.</summary>
    public static IReadOnlyDictionary<string, string> Of(IEnumerable<string> names)
    {
        var free = 2;
        return names.Distinct(StringComparer.Ordinal).ToDictionary(
            name => name,
            name => name switch
            {
                "alpha" => Colour(0),
                "beta" => Colour(1),
                _ => Colour(free < Colours ? free++ : Colours),
            },
            StringComparer.Ordinal);
    }

    /// <summary>A colour by its place.</summary>
    public static string Colour(int index) => index < Colours ? $"series-{index + 1}" : Rest;
}
