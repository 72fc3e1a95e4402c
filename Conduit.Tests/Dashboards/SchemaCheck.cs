using Conduit.Tests.Architecture;

namespace Conduit.Tests.Dashboards;

/// <summary>dashboards/schema-check: TypeScript's compiler and the types that Grafana publishes.</summary>
internal static class SchemaCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly SemaphoreSlim OneInstall = new(1);

    public static string Folder { get; } = Repository.PathOf("dashboards", "schema-check");

    /// <summary>Checks those dashboards, or all; the test is skipped where Node.js is missing or its packages cannot be had.</summary>
    /// <returns>The exit code and all it printed.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] dashboards)
    {
        var (node, npm) = (Tool.Find("node"), Tool.Find("npm"));
        Assert.SkipWhen(node is null || npm is null, "Node.js and npm are not both on PATH: `apt-get install nodejs npm`.");
        await InstallAsync(npm);
        return await Tool.RunAsync(node, Folder, Patience, ["check.mjs", .. dashboards]);
    }

    private static async Task InstallAsync(string npm)
    {
        await OneInstall.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
            if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
            {
                return;
            }

            var (exitCode, output) = await Tool.RunAsync(npm, Folder, Patience, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
            Assert.SkipWhen(exitCode != 0 && IsOffline(output), $"npm cannot fetch the packages of dashboards/schema-check: {output}");
            Assert.True(exitCode == 0, output);
        }
        finally
        {
            OneInstall.Release();
        }
    }

    private static bool IsOffline(string output)
        => ((string[])["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "E403", "E404"]).Any(code => output.Contains(code, StringComparison.Ordinal));
}
