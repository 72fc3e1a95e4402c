using System.Globalization;
using System.Text.RegularExpressions;

namespace Conduit.Simulator.Commands;

/// <summary>A command line as it is typed into a shell at the repository's root.</summary>
internal sealed partial class CommandText
{
    private const string Program = "dotnet run --project Conduit.Simulator -c Release --";

    private readonly List<string> _words = [Program];

    /// <param name="verb">The command.</param>
    /// <param name="argument">What it is about, as the user gave it.</param>
    public CommandText(string verb, string argument)
    {
        _words.Add(verb);
        _words.Add(Quoted(argument));
    }

    /// <summary>Adds an option, or only its name where it takes nothing.</summary>
    public CommandText With(string option, object? value = null, bool when = true)
    {
        if (when)
        {
            _words.Add(option);
            if (value is not null)
            {
                _words.Add(Quoted(Convert.ToString(value, CultureInfo.InvariantCulture)!));
            }
        }

        return this;
    }

    public override string ToString() => string.Join(' ', _words);

    private static string Quoted(string word) => Plain().IsMatch(word) ? word : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"\A[A-Za-z0-9._/:=,+-]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plain();
}
