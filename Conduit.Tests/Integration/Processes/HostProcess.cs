using System.Collections.Concurrent;
using System.Diagnostics;
using Conduit.AppHost;

namespace Conduit.Tests.Integration;

/// <summary>The plain-process host as a program of its own, started as a user starts it, and ended with this test run whatever happens.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private static readonly string Folder = Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", "Conduit.AppHost", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))));

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Process _guard;
    private readonly int _portOffset;

    private HostProcess(int portOffset, string[] arguments, (string Key, string Value)? setting = null)
    {
        _portOffset = portOffset;
        string[] command = [Path.Combine(Folder, "Processes", "lifeline.sh"), "dotnet", Path.Combine(Folder, "Conduit.AppHost.dll"), .. arguments];
        var start = new ProcessStartInfo("/bin/sh", command)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NO_COLOR"] = "1";
        // As its launch settings have it; there each service checks that all it registers can be made.
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        if (setting is { } more)
        {
            start.Environment[more.Key] = more.Value;
        }

        _guard = new Process { StartInfo = start };
        _guard.OutputDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        _guard.ErrorDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        _guard.Start();
        _guard.BeginOutputReadLine();
        _guard.BeginErrorReadLine();
    }

    public string Output => string.Join('\n', _lines);

    public bool HasExited => _guard.HasExited;

    /// <summary>The host itself, not the shell that guards it.</summary>
    public int HostId => LabRecord.Read(LabRecord.PathFor(LabFolders.Find(), _portOffset))?.ProcessId
        ?? throw new InvalidOperationException($"No record of the lab at {_portOffset}.\n{Output}");

    public static HostProcess Start(int portOffset, params string[] arguments)
        => new(portOffset, ["--port-offset", $"{portOffset}", .. arguments]);

    /// <summary>Starts it with one more environment variable, which the services inherit.</summary>
    public static HostProcess Start(int portOffset, (string Key, string Value) setting, params string[] arguments)
        => new(portOffset, ["--port-offset", $"{portOffset}", .. arguments], setting);

    public static HostProcess StartWith(params string[] arguments) => new(0, arguments);

    public async Task<int> ExitCodeAsync()
    {
        using var deadline = new CancellationTokenSource(Patience, TimeProvider.System);
        await _guard.WaitForExitAsync(deadline.Token);
        return _guard.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_guard.HasExited)
        {
            // The lifeline: its end is the host's end.
            _guard.StandardInput.Close();
            await ExitCodeAsync();
        }

        _guard.Dispose();
    }
}
