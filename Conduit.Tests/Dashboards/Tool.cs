using System.Diagnostics;

namespace Conduit.Tests.Dashboards;

/// <summary>Programs of others that check what is ours.</summary>
internal static class Tool
{
    /// <summary>Where the program is on PATH, or null.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    /// <summary>Runs it to its end, or ends it after <paramref name="patience"/>.</summary>
    /// <returns>The exit code and all it printed.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(string executable, string folder, TimeSpan patience, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(executable, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(patience, TimeProvider.System);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
