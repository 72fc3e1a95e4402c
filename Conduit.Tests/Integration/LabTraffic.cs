using System.Collections.Concurrent;

namespace Conduit.Tests.Integration;

/// <summary>GETs through the proxy from a few clients without pause, until disposed; remembers who answered and what failed.</summary>
internal sealed class LabTraffic : IAsyncDisposable
{
    private const int Clients = 4;
    private const int Recent = 200;
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(15) };
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<string> _answers = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly Task _running;

    public LabTraffic(Uri proxy)
    {
        _client.BaseAddress = proxy;
        _running = Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(() => SendAsync(client))));
    }

    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>The upstream's part in the last 200 answers; null before there are as many.</summary>
    public double? RecentShare(string upstream)
    {
        var recent = _answers.ToArray();
        return recent.Length < Recent ? null : recent.TakeLast(Recent).Count(answer => answer == upstream) / (double)Recent;
    }

    /// <summary>Completes when the upstream's recent share meets the condition.</summary>
    public Task ShareAsync(string upstream, Func<double, bool> condition, TimeSpan within, string what)
        => Until.TrueAsync(() => RecentShare(upstream) is { } share && condition(share), within, what);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _end.Dispose();
        _client.Dispose();
    }

    private async Task SendAsync(int client)
    {
        for (var number = 0; !_end.IsCancellationRequested; number++)
        {
            try
            {
                using var response = await _client.GetAsync($"/items/{client}-{number}", _end.Token);
                await response.Content.CopyToAsync(Stream.Null, _end.Token);
                _answers.Enqueue(response.Headers.TryGetValues("X-Conduit-Upstream", out var names) ? names.First() : "nobody");
                if (!response.IsSuccessStatusCode)
                {
                    _failures.Enqueue($"{(int)response.StatusCode} from {_answers.Last()}");
                }
            }
            catch (OperationCanceledException) when (_end.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException)
            {
                _failures.Enqueue(exception.Message);
            }
        }
    }
}
