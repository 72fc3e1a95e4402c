namespace Conduit.BrowserTests;

/// <summary>
/// Where pictures of the page go: <c>CONDUIT_PICTURES=docs</c> makes a run write the README's anew. Without it the run only
/// tests.
/// </summary>
internal static class Pictures
{
    public const string Variable = "CONDUIT_PICTURES";

    /// <summary>The folder, by its absolute path; null if none are wanted.</summary>
    public static string? Folder { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;
}
