using System.Net.Sockets;

namespace Conduit.AppHost.Processes;

/// <summary>Asks a resource's health endpoint until it answers well.</summary>
internal sealed class HealthProbe(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    // Health answers mean nothing for a client that waits: a resource that is slow to start is simply asked again.
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(2) };

    public async Task WaitAsync(Uri health, CancellationToken cancellationToken)
    {
        while (!await IsHealthyAsync(health, cancellationToken))
        {
            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<bool> IsHealthyAsync(Uri health, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _client.GetAsync(health, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or SocketException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
