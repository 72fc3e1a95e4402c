using System.Text;
using System.Threading.Tasks.Sources;

namespace Conduit.Benchmarks;

/// <summary>
/// A connection to an upstream without a network. It owes an answer for each message without a body that is written to
/// it, and gives it when it is told to: answers have to be waited for. For one thread at a time.
/// </summary>
internal sealed class MemoryUpstream : Stream, IValueTaskSource<int>
{
    /// <summary>The body of every answer.</summary>
    public const string Body = "................................................................................................................................";

    private static readonly byte[] Reply = Encoding.ASCII.GetBytes(
        $"HTTP/1.1 200 OK\r\nContent-Length: {Body.Length}\r\nContent-Type: text/plain\r\nDate: Sun, 01 Nov 2026 00:00:00 GMT\r\nServer: Kestrel\r\n\r\n{Body}");

    private readonly MemoryNetwork _network;
    private ManualResetValueTaskSourceCore<int> _reading;
    private Memory<byte> _room;
    private ReadOnlyMemory<byte> _left;
    private bool _isAwaited;

    public MemoryUpstream(MemoryNetwork network) => _network = network;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Gives the answer it owes once somebody waits for it, who goes on inside the call.</summary>
    public void Answer()
    {
        while (!Volatile.Read(ref _isAwaited))
        {
            Thread.SpinWait(1);
        }

        _left = Reply;
        _isAwaited = false;
        _reading.SetResult(Take(_room));
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_left.IsEmpty)
        {
            return new ValueTask<int>(Take(buffer));
        }

        _reading.Reset();
        _room = buffer;
        Volatile.Write(ref _isAwaited, true);
        return new ValueTask<int>(this, _reading.Version);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _network.Owe(this);
        return ValueTask.CompletedTask;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    int IValueTaskSource<int>.GetResult(short token) => _reading.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _reading.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _reading.OnCompleted(continuation, state, token, flags);

    private int Take(Memory<byte> room)
    {
        var length = Math.Min(room.Length, _left.Length);
        _left.Span[..length].CopyTo(room.Span);
        _left = _left[length..];
        return length;
    }
}
