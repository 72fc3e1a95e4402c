using System.Text.RegularExpressions;

namespace Conduit.Simulator.Scenarios.Reading;

/// <summary>The names a scenario file gives; they become labels of metrics and keys of reports.</summary>
internal static partial class NameText
{
    public const string Rule = "1 to 64 letters, digits, '.', '_', '-' or blanks, with a letter or digit first";

    /// <summary>The rule as a pattern in JSON Schema.</summary>
    public const string Pattern = $"^{Form}$";

    private const string Form = "[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}";

    public static bool IsGood(string name) => Good().IsMatch(name);

    /// <summary>A name under <paramref name="key"/>; a bad one is reported and read as absent.</summary>
    public static string? Name(this MappingReader reader, string key)
    {
        if (reader.Text(key) is not { } name)
        {
            return null;
        }

        if (IsGood(name))
        {
            return name;
        }

        reader.Wrong(key, $"'{name}' is no name; allowed: {Rule}");
        return null;
    }

    [GeneratedRegex($@"\A{Form}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Good();
}
