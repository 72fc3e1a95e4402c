using System.Collections.Concurrent;
using System.Diagnostics;

namespace Conduit.Tests.Samples;

/// <summary>A sample as a program of its own, run as its reader would run it.</summary>
internal sealed class SampleProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SampleProcess(string name, string[] arguments)
    {
        var folder = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", name, Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))));
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, $"{name}.dll"), .. arguments])
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.Exited += (_, _) => _listening.TrySetException(new InvalidOperationException($"{name} has ended: {Output}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output => string.Join('\n', _lines);

    public static SampleProcess Start(string name, params string[] arguments) => new(name, arguments);

    /// <summary>Where it listens, as its log says.</summary>
    public Task<Uri> AddressAsync() => _listening.Task.WaitAsync(Patience, TimeProvider.System);

    public async Task<int> ExitCodeAsync()
    {
        using var deadline = new CancellationTokenSource(Patience, TimeProvider.System);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await ExitCodeAsync();
        }

        _process.Dispose();
    }

    private void Note(string? line)
    {
        const string Listening = "Now listening on: ";
        _lines.Enqueue(line ?? "");
        if (line?.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
        {
            _listening.TrySetResult(new Uri(line[(at + Listening.Length)..]));
        }
    }
}
