using Conduit.Yarp;

namespace Conduit.Tests.Yarp;

public sealed class UploadBodyTests : IDisposable
{
    private const int Block = 4_096;

    private readonly ArrivingBody _arriving = new();
    private readonly UploadBody _body;

    public UploadBodyTests() => _body = new UploadBody(_arriving);

    [Fact]
    public async Task Small_messages_go_on_where_they_arrive()
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal((100, true), await ReadAsync(100));
        }
    }

    [Fact]
    public async Task Full_blocks_go_on_elsewhere_until_the_body_is_small_again()
    {
        Assert.Equal((Block, true), await ReadAsync(Block));
        Assert.Equal((Block, false), await ReadAsync(Block));
        Assert.Equal((100, false), await ReadAsync(100));
        Assert.Equal((100, true), await ReadAsync(100));
    }

    [Fact]
    public async Task What_has_gathered_is_read_without_waiting()
    {
        _arriving.Gathered = Block;
        var read = _body.ReadAsync(new byte[2 * Block], TestContext.Current.CancellationToken);
        Assert.True(read.IsCompleted);
        Assert.Equal(Block, await read);
    }

    [Fact]
    public async Task Body_that_breaks_off_breaks_off_here()
    {
        var read = _body.ReadAsync(new byte[Block], TestContext.Current.CancellationToken);
        _arriving.Fail(new IOException("gone"));
        Assert.Equal("gone", (await Assert.ThrowsAsync<IOException>(async () => await read)).Message);
    }

    public void Dispose()
    {
        _body.Dispose();
        _arriving.Dispose();
    }

    /// <summary>Reads as many bytes as arrive on a thread of their own; whether the reader went on there.</summary>
    private async Task<(int Count, bool OnArrival)> ReadAsync(int arriving)
    {
        var arrival = new Thread(() => _arriving.Arrive(arriving));
        var read = _body.ReadAsync(new byte[2 * Block], TestContext.Current.CancellationToken).AsTask()
            .ContinueWith(read => (read.Result, Thread.CurrentThread == arrival), TaskContinuationOptions.ExecuteSynchronously);
        arrival.Start();
        // Before the test itself waits to be gone on with: it might be on that thread.
        arrival.Join();
        return await read;
    }

    /// <summary>A body whose reader waits, and goes on inside the call that brings bytes.</summary>
    private sealed class ArrivingBody : MemoryStream
    {
        private TaskCompletionSource<int> _read = new();

        public int Gathered { get; set; }

        public void Arrive(int count)
        {
            var read = _read;
            _read = new TaskCompletionSource<int>();
            read.SetResult(count);
        }

        public void Fail(Exception failure) => _read.SetException(failure);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            => Gathered > 0 ? new(Gathered) : new(_read.Task);
    }
}
