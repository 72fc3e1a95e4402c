using Microsoft.AspNetCore.Http;

namespace Conduit.Yarp;

/// <summary>
/// An answer's body that sends the answer's headers on when it has to be waited for. YARP holds them back until the first
/// byte (dotnet/yarp#2520), so that a feed without an event yet, or a gRPC call whose server speaks first by its headers,
/// would not begin.
/// </summary>
internal sealed class PromptBody : PassingBody
{
    private readonly HttpResponse _response;
    private bool _begun;

    private PromptBody(Stream body, HttpResponse response)
        : base(body) => _response = response;

    /// <summary>Puts itself in the place of an answer's body if that may go on: one of known length comes at once, and one that is an upgraded connection is YARP's.</summary>
    public static ValueTask AttachAsync(HttpResponseMessage answer, HttpResponse response, CancellationToken cancellation)
        => response.ContentLength is null
            && answer.StatusCode != System.Net.HttpStatusCode.SwitchingProtocols
            && answer.RequestMessage?.Method != HttpMethod.Connect
                ? WrapAsync(answer, response, cancellation)
                : ValueTask.CompletedTask;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = Body.ReadAsync(buffer, cancellationToken);
        if (_begun || read.IsCompleted)
        {
            _begun = true;
            return read;
        }

        _begun = true;
        return FlushThenAsync(read);
    }

    private static async ValueTask WrapAsync(HttpResponseMessage answer, HttpResponse response, CancellationToken cancellation)
        => answer.Content = new StreamContent(new PromptBody(await answer.Content.ReadAsStreamAsync(cancellation), response));

    private async ValueTask<int> FlushThenAsync(ValueTask<int> read)
    {
        try
        {
            // Not to be cancelled: what goes wrong in here would count against the upstream. A client that is gone is noticed otherwise.
            await _response.Body.FlushAsync(CancellationToken.None);
        }
        catch
        {
            // The buffer is its caller's again, and soon another's, once this ends: nothing may write to it any more.
            await ((Task)read.AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        return await read;
    }
}
