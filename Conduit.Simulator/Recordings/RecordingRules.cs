using System.Buffers;

namespace Conduit.Simulator.Recordings;

/// <summary>What a recorded request may say. Whatever is allowed can reach nothing but the target it is replayed against.</summary>
internal static class RecordingRules
{
    public const string MethodRule = "1 to 32 characters as in GET or PROPFIND, but not CONNECT";
    public const string PathRule = "a path begins with '/', and writes blanks, '#' and whatever is no printable ASCII as %XX";

    /// <summary>The latest start of a request.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    private const int LongestMethod = 32;
    private const int LongestPath = 64 * 1024;
    private const int LongestName = 256;

    private static readonly SearchValues<char> Token = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // Printable ASCII without '#', which would begin a fragment: no line can be broken and nothing be cut off.
    private static readonly SearchValues<char> InPath = SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code).Where(sign => sign != '#')]);

    public static bool IsMethod(ReadOnlySpan<char> method)
        => method.Length is > 0 and <= LongestMethod && !method.ContainsAnyExcept(Token) && !method.Equals("CONNECT", StringComparison.OrdinalIgnoreCase);

    public static bool IsPath(ReadOnlySpan<char> path) => path.Length is > 0 and <= LongestPath && path[0] == '/' && !path.ContainsAnyExcept(InPath);

    public static bool IsInPath(char sign) => InPath.Contains(sign);

    public static bool IsName(ReadOnlySpan<char> name) => name.Length is > 0 and <= LongestName && !name.ContainsAnyInRange('\0', '\x1f');
}
