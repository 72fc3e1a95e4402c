namespace Conduit.Routing.Client;

/// <summary>Reads an answer's body and tells its owner how it ended.</summary>
internal sealed class AnswerBody : Stream
{
    private readonly Stream _body;
    private readonly AnswerContent _owner;

    public AnswerBody(Stream body, AnswerContent owner)
    {
        _body = body;
        _owner = owner;
    }

    public override bool CanRead => _body.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Note(await _body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false), buffer.Length);
        }
        catch
        {
            _owner.Break(cancellationToken);
            throw;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Note(_body.Read(buffer), buffer.Length);
        }
        catch
        {
            _owner.Break(CancellationToken.None);
            throw;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>By the body's own way of copying, which needs no buffer between.</summary>
    public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        ValidateCopyToArguments(destination, bufferSize);
        var target = new WatchedTarget(destination);
        try
        {
            await _body.CopyToAsync(target, bufferSize, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (!target.HasFailed)
        {
            _owner.Break(cancellationToken);
            throw;
        }

        _owner.End();
    }

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
            _owner.End();
            _body.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Note(int read, int room)
    {
        if (read == 0 && room > 0)
        {
            _owner.End();
        }

        return read;
    }
}
