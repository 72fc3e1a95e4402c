using Conduit.Yarp;
using Microsoft.AspNetCore.Http;

namespace Conduit.Tests.Yarp;

public sealed class PromptBodyTests : IDisposable
{
    private readonly AwaitedBody _awaited = new();
    private readonly UnflushableTarget _target = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Headers_that_cannot_be_sent_fail_the_read_only_once_it_is_done_with_its_buffer(bool breaksOff)
    {
        using var answer = new HttpResponseMessage { Content = new StreamContent(_awaited) };
        var context = new DefaultHttpContext { Response = { Body = _target } };
        await PromptBody.AttachAsync(answer, context.Response, TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);

        var read = body.ReadAsync(new byte[10], TestContext.Current.CancellationToken).AsTask();

        Assert.True(_target.WasAsked);
        Assert.False(read.IsCompleted);
        if (breaksOff)
        {
            _awaited.Arrival.SetException(new IOException("broken off"));
        }
        else
        {
            _awaited.Arrival.SetResult(1);
        }

        Assert.Equal("not to be sent", (await Assert.ThrowsAsync<InvalidOperationException>(() => read)).Message);
    }

    public void Dispose()
    {
        _awaited.Dispose();
        _target.Dispose();
    }

    /// <summary>A body of unknown length whose first read has to wait.</summary>
    private sealed class AwaitedBody : MemoryStream
    {
        public TaskCompletionSource<int> Arrival { get; } = new();

        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Arrival.Task);
    }

    private sealed class UnflushableTarget : MemoryStream
    {
        public bool WasAsked { get; private set; }

        public override Task FlushAsync(CancellationToken cancellationToken)
        {
            WasAsked = true;
            return Task.FromException(new InvalidOperationException("not to be sent"));
        }
    }
}
