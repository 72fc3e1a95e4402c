using System.Diagnostics;

namespace Conduit.AppHost.Tools;

/// <summary>A Prometheus of the lab's own, unpacked from Debian's packages where nobody has installed one.</summary>
internal sealed class FetchedPrometheus(string folder)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly string _root = Path.Combine(folder, "prometheus");

    public string Executable => Path.Combine(_root, "usr", "bin", "prometheus");

    public string WebAssets => Path.Combine(_root, "usr", "share", "prometheus", "web");

    public bool Exists => File.Exists(Executable);

    /// <summary>Fetches it; null when that worked, else why it did not.</summary>
    public async Task<string?> FetchAsync(CancellationToken cancellationToken)
    {
        if (Executables.Find("apt-get") is null || Executables.Find("dpkg") is null)
        {
            return "this machine has no apt-get";
        }

        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var script = Path.Combine(AppContext.BaseDirectory, "Tools", "fetch-prometheus.sh");
        using var process = Process.Start(new ProcessStartInfo("bash", [script, folder])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(either.Token);
            await Task.WhenAll(errors, process.StandardOutput.ReadToEndAsync(either.Token), process.WaitForExitAsync(either.Token));
            return process.ExitCode == 0 ? null : LastLine(await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            return $"not done within {Limit.TotalMinutes:0} minutes";
        }
    }

    private static string LastLine(string text) => text.Trim().Split('\n')[^1];
}
