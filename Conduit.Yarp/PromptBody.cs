using Microsoft.AspNetCore.Http;

namespace Conduit.Yarp;

/// <summary>
/// An answer's body that sends the answer's headers on when it has to be waited for. YARP holds them back until the first
/// byte (dotnet/yarp#2520), so that a feed without an event yet, or a gRPC call whose server speaks first by its headers,
/// would not begin. Belongs to its request's flow of control.
/// </summary>
internal sealed class PromptBody : Stream
{
    private readonly Stream _body;
    private readonly HttpResponse _response;
    private bool _begun;

    private PromptBody(Stream body, HttpResponse response)
    {
        _body = body;
        _response = response;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Puts itself in the place of an answer's body if that may go on: one of known length comes at once, and one that is an upgraded connection is YARP's.</summary>
    public static ValueTask AttachAsync(HttpResponseMessage answer, HttpResponse response, CancellationToken cancellation)
        => answer.Content.Headers.ContentLength is null
            && answer.StatusCode != System.Net.HttpStatusCode.SwitchingProtocols
            && answer.RequestMessage?.Method != HttpMethod.Connect
                ? WrapAsync(answer, response, cancellation)
                : ValueTask.CompletedTask;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = _body.ReadAsync(buffer, cancellationToken);
        if (_begun || read.IsCompleted)
        {
            _begun = true;
            return read;
        }

        _begun = true;
        return FlushThenAsync(read);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => _body.Read(buffer, offset, count);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _body.Dispose();
        }

        base.Dispose(disposing);
    }

    private static async ValueTask WrapAsync(HttpResponseMessage answer, HttpResponse response, CancellationToken cancellation)
        => answer.Content = new StreamContent(new PromptBody(await answer.Content.ReadAsStreamAsync(cancellation), response));

    private async ValueTask<int> FlushThenAsync(ValueTask<int> read)
    {
        // Not to be cancelled: what goes wrong in here would count against the upstream. A client that is gone is noticed otherwise.
        await _response.Body.FlushAsync(CancellationToken.None);
        return await read;
    }
}
