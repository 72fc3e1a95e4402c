namespace Conduit.Lab;

/// <summary>Names of the kinds of faults.</summary>
public static class FaultKinds
{
    /// <summary>All of them, as written in scenarios.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<FaultKind>().Select(Name)];

    /// <summary>Its name as written in scenarios.</summary>
    /// <param name="kind">The kind.</param>
    public static string Name(FaultKind kind) => kind switch
    {
        FaultKind.Latency => "latency",
        FaultKind.Error => "error",
        FaultKind.Pause => "pause",
        FaultKind.Hang => "hang",
        FaultKind.Refuse => "refuse",
        FaultKind.Reset => "reset",
        FaultKind.Truncate => "truncate",
        FaultKind.Crash => "crash",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>Reads a name; false if there is no such kind.</summary>
    /// <param name="name">As written in scenarios.</param>
    /// <param name="kind">The kind.</param>
    public static bool TryParse(string? name, out FaultKind kind)
    {
        foreach (var known in Enum.GetValues<FaultKind>())
        {
            if (Name(known) == name)
            {
                kind = known;
                return true;
            }
        }

        kind = default;
        return false;
    }

    /// <summary>True if it befalls single requests, so that a probability and paths make sense; false if the whole process.</summary>
    /// <param name="kind">The kind.</param>
    public static bool IsPerRequest(this FaultKind kind) => kind is not (FaultKind.Pause or FaultKind.Refuse or FaultKind.Crash);
}
