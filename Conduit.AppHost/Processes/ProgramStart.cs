namespace Conduit.AppHost.Processes;

/// <summary>How to start one process of the lab.</summary>
internal sealed record ProgramStart(string File, IReadOnlyList<string> Arguments, string WorkingDirectory)
{
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
