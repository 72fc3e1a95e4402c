using System.Collections.Concurrent;

namespace Conduit.ProxyBench.Load;

/// <summary>Collects what each request took. Thread-safe.</summary>
internal sealed class Latencies
{
    private readonly ConcurrentBag<TimeSpan> _answered = [];
    private long _errors;

    public async Task SendAsync(HttpMessageInvoker client, Uri address, Func<TimeSpan> elapsed, CancellationToken stop)
    {
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Get, address);
            using var response = await client.SendAsync(message, stop);
            await response.Content.CopyToAsync(Stream.Null, stop);
            _answered.Add(elapsed());
            if (!response.IsSuccessStatusCode)
            {
                Interlocked.Increment(ref _errors);
            }
        }
        catch (HttpRequestException)
        {
            Interlocked.Increment(ref _errors);
        }
    }

    public LoadResult Result(TimeSpan length)
    {
        var sorted = _answered.Order().ToArray();
        return sorted.Length == 0
            ? throw new InvalidOperationException($"Nothing was answered; {_errors} requests failed.")
            : new(sorted.Length, sorted.Length / length.TotalSeconds, sorted[sorted.Length / 2], sorted[(int)(sorted.Length * 0.99)], Volatile.Read(ref _errors));
    }

    public static HttpMessageInvoker Client(int connections) => new(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = connections,
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
    });
}
