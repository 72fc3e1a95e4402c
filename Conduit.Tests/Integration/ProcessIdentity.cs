using System.Globalization;

namespace Conduit.Tests.Integration;

/// <summary>One process and no later one that was given its id: the id with its start time in ticks since boot.</summary>
internal sealed record ProcessIdentity(int Id, int Parent, string StartTicks, string CommandLine)
{
    private const int ParentField = 1;
    private const int StartField = 19;

    /// <summary>False for a zombie, too: it has ended and only waits to be noted.</summary>
    public bool IsAlive => Read(Id) is { } now && now.StartTicks == StartTicks;

    public static IReadOnlyList<ProcessIdentity> ChildrenOf(int parent)
    {
        var all = All().ToLookup(process => process.Parent);
        return Descend(parent).ToList();

        IEnumerable<ProcessIdentity> Descend(int id) => all[id].SelectMany(child => Descend(child.Id).Prepend(child));
    }

    private static IEnumerable<ProcessIdentity> All()
        => Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? Read(id) : null)
            .OfType<ProcessIdentity>();

    public static ProcessIdentity? Read(int id)
    {
        try
        {
            // The name may itself hold spaces and parentheses; the fields follow the last one.
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var commandLine = File.ReadAllText($"/proc/{id}/cmdline").Replace('\0', ' ');
            return fields[0] is "Z" or "X"
                ? null
                : new ProcessIdentity(id, int.Parse(fields[ParentField], CultureInfo.InvariantCulture), fields[StartField], commandLine);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
