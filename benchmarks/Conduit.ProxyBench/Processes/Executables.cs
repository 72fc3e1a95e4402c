namespace Conduit.ProxyBench.Processes;

/// <summary>Finds installed programs.</summary>
internal static class Executables
{
    // Servers are installed where only root's path leads.
    private static readonly string[] Also = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

    public static string? Find(string name)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(Also)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
}
