using System.Diagnostics;

namespace Conduit.AppHost.Processes;

/// <summary>
/// A running process whose standard input is its lifeline: a pipe that ends with this host. Its output arrives line by
/// line. Thread-safe.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public static ChildProcess Start(ProgramStart start, Action<string> onLine)
    {
        var info = new ProcessStartInfo(start.File, start.Arguments)
        {
            WorkingDirectory = start.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (key, value) in start.Environment)
        {
            info.Environment[key] = value;
        }

        var process = new Process { StartInfo = info };
        process.OutputDataReceived += (_, line) => Forward(line.Data);
        process.ErrorDataReceived += (_, line) => Forward(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ChildProcess(process);

        void Forward(string? line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                onLine(line);
            }
        }
    }

    /// <summary>Completes with the exit code when the process has ended and its output has arrived.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken = default)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Asks it to end, and kills it when <paramref name="mercy"/> runs out first.</summary>
    public async Task StopAsync(CancellationToken mercy)
    {
        if (!_process.HasExited)
        {
            Signals.Terminate(_process.Id);
        }

        try
        {
            await _process.WaitForExitAsync(mercy);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Lets go of the lifeline: whatever is left of the process ends by itself.</summary>
    public void Dispose()
    {
        try
        {
            _process.StandardInput.Dispose();
        }
        catch (IOException)
        {
            // The process has closed its end already.
        }

        _process.Dispose();
    }
}
