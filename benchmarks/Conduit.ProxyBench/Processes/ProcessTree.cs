using System.Globalization;

namespace Conduit.ProxyBench.Processes;

/// <summary>What Linux has counted of a process and its children.</summary>
internal static class ProcessTree
{
    private const int StateAt = 0;
    private const int ParentAt = 1;
    private const int UserTimeAt = 11;
    private const int SystemTimeAt = 12;
    private const string PeakOnly = "5";

    // USER_HZ is 100 wherever Linux runs.
    private static readonly TimeSpan ClockTick = TimeSpan.FromMilliseconds(10);

    public static TimeSpan Cpu(int id)
        => Members(id).Select(Fields).OfType<string[]>()
            .Aggregate(TimeSpan.Zero, (sum, fields) => sum + (ClockTick * (Number(fields[UserTimeAt]) + Number(fields[SystemTimeAt]))));

    public static long ResidentBytes(int id) => Sum(id, "VmRSS:");

    /// <summary>The most that was resident since <see cref="ForgetPeak"/>, or since the start where that is not allowed; each process's own peak, summed.</summary>
    public static long PeakResidentBytes(int id) => Sum(id, "VmHWM:");

    public static void ForgetPeak(int id)
    {
        foreach (var member in Members(id))
        {
            try
            {
                File.WriteAllText($"/proc/{member}/clear_refs", PeakOnly);
            }
            catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
            {
                // The peak since the start is an upper bound, too.
            }
        }
    }

    private static long Sum(int id, string field)
        => Members(id).Sum(member => Number(File.ReadLines($"/proc/{member}/status")
            .First(line => line.StartsWith(field, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2])) * 1024;

    private static IEnumerable<int> Members(int id)
    {
        var parents = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var process) ? process : 0)
            .Where(process => process > 0)
            .Select(process => (Process: process, Fields: Fields(process)))
            .Where(entry => entry.Fields is { } fields && fields[StateAt] != "Z")
            .ToLookup(entry => (int)Number(entry.Fields![ParentAt]), entry => entry.Process);
        return Descend(id);

        IEnumerable<int> Descend(int process) => parents[process].SelectMany(Descend).Prepend(process);
    }

    /// <summary>The fields of a process's stat after its name, which may hold anything; null if it has ended.</summary>
    private static string[]? Fields(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
