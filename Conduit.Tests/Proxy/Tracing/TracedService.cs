using System.Diagnostics;
using Conduit.Tests.Integration;

namespace Conduit.Tests.Proxy.Tracing;

/// <summary>A service as a process of its own, as spans are the whole process's: it exports them to a collector.</summary>
internal sealed class TracedService : IAsyncDisposable
{
    private readonly Process _process;

    private TracedService(Process process, Uri address)
    {
        _process = process;
        Client = new HttpClient { BaseAddress = address, Timeout = RunningProxy.Patience };
    }

    public HttpClient Client { get; }

    public static async Task<TracedService> StartAsync(string program, string name, Uri address, string healthAt, Uri collector, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, $"{program}.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
            Environment =
            {
                ["CONDUIT_LIFELINE"] = "stdin",
                ["OTEL_SERVICE_NAME"] = name,
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.ToString(),
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
            },
        };
        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var service = new TracedService(process, address);
        await Until.TrueAsync(() => service.IsThereAsync(healthAt), RunningProxy.Patience, $"{name} answers");
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<bool> IsThereAsync(string path)
    {
        try
        {
            using var answer = await Client.GetAsync(path);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException) when (!_process.HasExited)
        {
            return false;
        }
    }
}
