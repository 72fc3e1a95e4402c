using Conduit.Tests.Architecture;

namespace Conduit.Tests.Dashboards;

/// <summary>Prometheus' own checker, from PATH or from where the lab keeps what it fetched.</summary>
internal static class Promtool
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Runs it with the arguments; the test is skipped where there is no promtool.</summary>
    /// <returns>The exit code and all it printed.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var promtool = Find();
        Assert.SkipWhen(promtool is null, "promtool is neither on PATH nor in .tools/: `make up` fetches it, or `apt-get install prometheus`.");
        return await Tool.RunAsync(promtool, Repository.Root, Patience, arguments);
    }

    private static string? Find()
    {
        var fetched = Directory.Exists(Repository.PathOf(".tools"))
            ? Directory.EnumerateFiles(Repository.PathOf(".tools"), "promtool", SearchOption.AllDirectories)
            : [];
        return Tool.Find("promtool") ?? fetched.FirstOrDefault();
    }
}
