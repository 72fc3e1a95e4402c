using System.ComponentModel;
using System.Diagnostics;

namespace Conduit.AppHost.AspireHosting;

/// <summary>Whether a container runtime is there and willing.</summary>
internal static class ContainerRuntime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<bool> AnswersAsync()
    {
        var runtime = Environment.GetEnvironmentVariable("ASPIRE_CONTAINER_RUNTIME") ?? "docker";
        try
        {
            using var process = Process.Start(new ProcessStartInfo(runtime, ["info"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            return await EndsWellAsync(process);
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static async Task<bool> EndsWellAsync(Process process)
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        try
        {
            await Task.WhenAll(
                process.StandardOutput.ReadToEndAsync(limit.Token),
                process.StandardError.ReadToEndAsync(limit.Token),
                process.WaitForExitAsync(limit.Token));
            return process.ExitCode == 0;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return false;
        }
    }
}
