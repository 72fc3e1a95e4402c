using System.Globalization;
using System.Text;
using Conduit.Simulator.Load;

namespace Conduit.Simulator.Recordings.Logs;

/// <summary>
/// One line of an access log in the common or combined format, as Apache and nginx write it, whatever stands before the
/// time and after the status. Users, hosts and agents are not taken from it.
/// </summary>
/// <param name="Time">When the server wrote down that the request came.</param>
/// <param name="IsExact">Whether that has a fraction of a second.</param>
/// <param name="Request">The request; null where the server saw none that could be sent again.</param>
/// <param name="Status">The status of the answer; 0 where there was none.</param>
internal readonly record struct AccessLogLine(DateTimeOffset Time, bool IsExact, SentRequest? Request, int Status)
{
    private const string Example = "a line is: host ident user [10/Oct/2000:13:55:36 -0700] \"GET /path HTTP/1.1\" 200 2326";

    private static readonly string[] TimeForms = ["dd/MMM/yyyy:HH:mm:ss zzz", "dd/MMM/yyyy:HH:mm:ss.FFFFFFF zzz"];
    private static readonly string[] Schemes = ["http://", "https://"];

    /// <summary>Reads a line.</summary>
    /// <param name="bytes">Without its end.</param>
    /// <param name="line">What it says.</param>
    /// <returns>What is wrong with it, or null.</returns>
    public static string? Read(ReadOnlySpan<byte> bytes, out AccessLogLine line)
    {
        line = default;
        // Bytes stay as they are, whatever they are meant to be: beyond ASCII they are written as %XX.
        var text = Encoding.Latin1.GetString(bytes);
        if (!TryTime(text, out var time, out var isExact, out var at))
        {
            return $"holds no time in brackets; {Example}";
        }

        if (!TryQuoted(text, ref at, out var quoted))
        {
            return $"holds no request in quotes after the time; {Example}";
        }

        if (!TryStatus(text.AsSpan(at).TrimStart(' '), out var status))
        {
            return $"holds no status after the request; {Example}";
        }

        line = new AccessLogLine(time, isExact, RequestOf(quoted), status);
        return null;
    }

    // Not the first bracket: a user may have one in the name.
    private static bool TryTime(string text, out DateTimeOffset time, out bool isExact, out int after)
    {
        for (var open = text.IndexOf('['); open > 0; open = text.IndexOf('[', open + 1))
        {
            var close = text.IndexOf(']', open);
            if (close < 0)
            {
                break;
            }

            var written = text.AsSpan(open + 1, close - open - 1);
            if (DateTimeOffset.TryParseExact(written, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out time))
            {
                isExact = written.Contains('.');
                after = close + 1;
                return true;
            }
        }

        (time, isExact, after) = (default, false, 0);
        return false;
    }

    private static bool TryQuoted(string text, ref int at, out string quoted)
    {
        quoted = "";
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }

        if (at >= text.Length || text[at] != '"')
        {
            return false;
        }

        var start = ++at;
        for (; at < text.Length; at++)
        {
            if (text[at] == '\\')
            {
                at++;
            }
            else if (text[at] == '"')
            {
                quoted = text[start..at++];
                return true;
            }
        }

        return false;
    }

    private static bool TryStatus(ReadOnlySpan<char> rest, out int status)
    {
        var end = rest.IndexOf(' ');
        var word = end < 0 ? rest : rest[..end];
        status = 0;
        if (word is "-" or "000")
        {
            return true;
        }

        return word.Length == 3 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out status) && status is >= 100 and <= 599;
    }

    private static SentRequest? RequestOf(string quoted)
    {
        var blank = quoted.IndexOf(' ', StringComparison.Ordinal);
        var method = blank < 0 ? "" : quoted[..blank];
        if (!RecordingRules.IsMethod(method))
        {
            return null;
        }

        var target = quoted[(blank + 1)..];
        var protocol = target.LastIndexOf(" HTTP/", StringComparison.Ordinal);
        var path = PathOf(protocol < 0 ? target : target[..protocol]);
        return path is not null && RecordingRules.IsPath(path) ? new SentRequest(HttpMethod.Parse(method), path) : null;
    }

    private static string? PathOf(string target)
    {
        foreach (var scheme in Schemes)
        {
            if (target.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                var path = target.AsSpan(scheme.Length).IndexOfAny('/', '?');
                target = path < 0 ? "/" : target[(scheme.Length + path)..];
                target = target[0] == '?' ? "/" + target : target;
                break;
            }
        }

        return target.StartsWith('/') ? Escaped(target) : null;
    }

    /// <summary>Undoes the log's own escapes, and writes what a path cannot hold as %XX.</summary>
    private static string Escaped(string target)
    {
        if (!target.Contains('\\', StringComparison.Ordinal) && target.All(RecordingRules.IsInPath))
        {
            return target;
        }

        var path = new StringBuilder(target.Length + 8);
        for (var i = 0; i < target.Length; i++)
        {
            var sign = target[i];
            if (sign == '\\' && i + 1 < target.Length)
            {
                sign = target[++i];
                if (sign == 'x' && i + 2 < target.Length && byte.TryParse(target.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
                {
                    sign = (char)code;
                    i += 2;
                }
                else
                {
                    sign = sign switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'v' => '\v', 'f' => '\f', _ => sign };
                }
            }

            if (RecordingRules.IsInPath(sign) && sign is not '"')
            {
                path.Append(sign);
            }
            else
            {
                path.Append(CultureInfo.InvariantCulture, $"%{(int)sign:X2}");
            }
        }

        return path.ToString();
    }
}
