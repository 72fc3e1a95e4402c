using System.Diagnostics;

namespace Conduit.Tests.Integration;

/// <summary>A service as the program it is, for starts that are to end by themselves.</summary>
internal static class ServiceProcess
{
    /// <summary>Runs it to its end; the exit code, and all that it wrote on whichever stream.</summary>
    public static async Task<(int Code, string[] Lines)> RunAsync(string program, IEnumerable<string> arguments, params (string Key, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, $"{program}.dll"), .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        using var process = Process.Start(start)!;
        try
        {
            var stop = TestContext.Current.CancellationToken;
            var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(stop), process.StandardError.ReadToEndAsync(stop));
            await process.WaitForExitAsync(stop);
            return (process.ExitCode, string.Concat(texts).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            process.Kill();
        }
    }
}
