using System.Globalization;

namespace Conduit.ProxyBench.Processes;

/// <summary>How many files and sockets a process may have open.</summary>
internal static class OpenFiles
{
    /// <summary>The limit of this process and of those that it starts: the runtime has raised it as far as it may.</summary>
    public static long Limit()
    {
        var limit = File.ReadLines("/proc/self/limits").First(line => line.StartsWith("Max open files", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[3];
        return limit == "unlimited" ? long.MaxValue : long.Parse(limit, CultureInfo.InvariantCulture);
    }
}
