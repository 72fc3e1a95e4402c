namespace Conduit.AppHost.Tools;

/// <summary>Programs that are installed on this machine.</summary>
internal static class Executables
{
    /// <summary>The full path of the first of these names on PATH, or null.</summary>
    public static string? Find(params ReadOnlySpan<string> names)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in names)
        {
            if (folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists) is { } path)
            {
                return path;
            }
        }

        return null;
    }
}
