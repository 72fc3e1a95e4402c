using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Conduit.Simulator.Runs.Target;

/// <summary>A call to a management or control address: short, bounded in time, its failure a value.</summary>
internal static class ControlCall
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>Makes one call.</summary>
    /// <param name="http">What to call with.</param>
    /// <param name="time">The clock of the patience.</param>
    /// <param name="method">The method.</param>
    /// <param name="address">Whom to call.</param>
    /// <param name="json">The body; null: none.</param>
    /// <param name="stop">Gives up; the only way to an <see cref="OperationCanceledException"/>.</param>
    /// <param name="patience">How long to wait for the whole answer; 3 s if not given.</param>
    /// <param name="version">The HTTP version; 1.1 if not given.</param>
    /// <returns>The status and the body, or why that cannot be read; without an answer null and the reason.</returns>
    public static async Task<(int? Status, string Body)> SendAsync(
        HttpMessageInvoker http, TimeProvider time, HttpMethod method, Uri address, string? json, CancellationToken stop, TimeSpan? patience = null, Version? version = null)
    {
        using var timeout = new CancellationTokenSource(patience ?? Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        using var request = new HttpRequestMessage(method, address)
        {
            Version = version ?? HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (json is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json)) { Headers = { ContentType = Json } };
        }

        try
        {
            using var response = await http.SendAsync(request, either.Token);
            return ((int)response.StatusCode, await ReadAsync(response.Content, either.Token));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return (null, "no answer in time");
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            return (null, problem.InnerException?.Message ?? problem.Message);
        }
    }

    private static async Task<string> ReadAsync(HttpContent content, CancellationToken stop)
    {
        try
        {
            return await content.ReadAsStringAsync(stop);
        }
        catch (InvalidOperationException unknown)
        {
            // A charset that nobody knows: whoever looks for something in it finds nothing.
            return $"the answer cannot be read: {unknown.Message}";
        }
    }
}
