using System.Runtime.CompilerServices;

namespace Conduit.Yarp;

/// <summary>
/// A request's body that passes through. Where requests run on the thread that read their bytes, that thread cannot
/// receive more of a large one until what it has is sent on, and every few kilobytes travel alone. So while a body comes
/// in full blocks its reader goes on elsewhere, and finds what has gathered meanwhile. Belongs to its request's flow of control.
/// </summary>
internal sealed class UploadBody : Stream
{
    /// <summary>What the server reads at once.</summary>
    private const int Block = 4_096;

    private readonly Stream _body;
    private bool _isBulk;

    public UploadBody(Stream body) => _body = body;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = _body.ReadAsync(buffer, cancellationToken);
        return read.IsCompletedSuccessfully ? new(Judged(read.Result)) : WaitAsync(read);
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

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> WaitAsync(ValueTask<int> read)
    {
        var count = await read.ConfigureAwait(false);
        if (_isBulk)
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }

        return Judged(count);
    }

    private int Judged(int count)
    {
        _isBulk = count >= Block;
        return count;
    }
}
