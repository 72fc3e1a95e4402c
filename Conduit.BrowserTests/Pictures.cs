namespace Conduit.BrowserTests;

/// <summary>
/// Where pictures go: <c>CONDUIT_PICTURES=docs</c> makes a run write the README's anew, <c>CONDUIT_GALLERY=scenarios/charts</c>
/// those of the scenarios. Without them a run only tests.
/// </summary>
internal static class Pictures
{
    public const string Variable = "CONDUIT_PICTURES";
    public const string GalleryVariable = "CONDUIT_GALLERY";

    /// <summary>The folder of the README's, by its absolute path; null if none are wanted.</summary>
    public static string? Folder { get; } = PathIn(Variable);

    /// <summary>The folder of the scenarios'; null if none are wanted.</summary>
    public static string? Gallery { get; } = PathIn(GalleryVariable);

    private static string? PathIn(string variable)
        => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;
}
