using System.Diagnostics;

namespace Conduit.Tests.Simulator.Reports;

/// <summary>A browser without a window, from PATH.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Opens a file; the test is skipped where there is no browser.</summary>
    /// <returns>The document once its scripts have run, and what they and the browser had to say.</returns>
    public static async Task<(string Document, IReadOnlyList<string> Console)> OpenAsync(string path, bool dark)
    {
        var browser = Names.SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        Assert.SkipWhen(browser is null, $"none of {string.Join(", ", Names)} is on PATH: `apt-get install chromium`.");
        var profile = Directory.CreateTempSubdirectory("conduit-chromium-");
        string[] arguments =
        [
            "--headless=new", "--disable-gpu", "--enable-logging=stderr", "--dump-dom", "--virtual-time-budget=2000", $"--user-data-dir={profile.FullName}",
            $"--blink-settings=preferredColorScheme={(dark ? 0 : 1)}",
            // Chromium refuses to build a sandbox as root, as in a container.
            .. Environment.UserName == "root" ? ["--no-sandbox"] : (string[])[],
            new Uri(path).AbsoluteUri,
        ];
        var start = new ProcessStartInfo(browser!, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        try
        {
            var document = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (await document, [.. (await errors).Split('\n').Where(line => line.Contains("CONSOLE", StringComparison.Ordinal))]);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            Delete(profile);
        }
    }

    private static void Delete(DirectoryInfo profile)
    {
        try
        {
            profile.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A helper of the browser's still writes: what it leaves lies among temporary files.
        }
    }
}
