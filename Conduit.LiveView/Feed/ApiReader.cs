using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Conduit.LiveView.Feed;

/// <summary>Reads small JSON documents of services that may be slow, wrong or gone.</summary>
internal sealed class ApiReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    public ApiReader(HttpClient http, TimeProvider time)
    {
        _http = http;
        _time = time;
    }

    /// <summary>Reads it; null if it cannot be had.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> says so.</exception>
    public async Task<T?> GetAsync<T>(Uri address, JsonTypeInfo<T> form, CancellationToken stop)
        where T : class
    {
        using var limit = new CancellationTokenSource(Patience, _time);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            using var response = await _http.GetAsync(address, ends.Token);
            return response.IsSuccessStatusCode
                ? await JsonSerializer.DeserializeAsync(await response.Content.ReadAsStreamAsync(ends.Token), form, ends.Token)
                : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException
            || (exception is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return null;
        }
    }
}
