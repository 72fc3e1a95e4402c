using System.Text;

namespace Conduit.Simulator.Reports.Markdown;

/// <summary>Text as Markdown shows it letter by letter.</summary>
internal static class MarkdownText
{
    private const string Special = @"\`*_[]<>|~&#";

    /// <summary>Escapes all that would be markup, and makes one line of several: a table's cell can have no more.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var sign in text.ReplaceLineEndings(" "))
        {
            if (Special.Contains(sign, StringComparison.Ordinal))
            {
                escaped.Append('\\');
            }

            escaped.Append(sign);
        }

        return escaped.ToString();
    }
}
