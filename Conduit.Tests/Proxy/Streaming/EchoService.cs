using System.Threading.Channels;
using Grpc.Core;

namespace Conduit.Tests.Proxy.Streaming;

/// <summary>Answers each kind of gRPC call; what a stream carries goes through a channel, one word at a time, so that a test sees each arrive.</summary>
internal sealed class EchoService(Channel<string> words) : Echo.EchoBase
{
    public const string Refused = "refused";
    public const string Cancelled = "cancelled";

    /// <summary>Says it back, with the client's metadata as a trailer; or refuses with a status and trailers.</summary>
    public override Task<Word> Say(Word request, ServerCallContext context)
    {
        if (request.Text == Refused)
        {
            throw new RpcException(
                new Status(StatusCode.FailedPrecondition, "not today, größer than 100 %"),
                new Metadata { { "reason", "closed" }, { "proof-bin", [0, 255, 7] } });
        }

        context.ResponseTrailers.Add("heard", context.RequestHeaders.GetValue("mood") ?? "nothing");
        return Task.FromResult(new Word { Text = request.Text });
    }

    /// <summary>Sends each word of the channel when it comes.</summary>
    public override async Task Listen(Word request, IServerStreamWriter<Word> responseStream, ServerCallContext context)
    {
        await context.WriteResponseHeadersAsync([]);
        try
        {
            await foreach (var word in words.Reader.ReadAllAsync(context.CancellationToken))
            {
                await responseStream.WriteAsync(new Word { Text = word }, context.CancellationToken);
            }
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            words.Writer.TryWrite(Cancelled);
        }
    }

    /// <summary>Puts each word into the channel when it comes, and at the end says how many came.</summary>
    public override async Task<Word> Tell(IAsyncStreamReader<Word> requestStream, ServerCallContext context)
    {
        var count = 0;
        await foreach (var word in requestStream.ReadAllAsync(context.CancellationToken))
        {
            count++;
            words.Writer.TryWrite(word.Text);
        }

        return new Word { Text = $"{count} words" };
    }

    /// <summary>Says each word back when it comes.</summary>
    public override async Task Talk(IAsyncStreamReader<Word> requestStream, IServerStreamWriter<Word> responseStream, ServerCallContext context)
    {
        await context.WriteResponseHeadersAsync([]);
        await foreach (var word in requestStream.ReadAllAsync(context.CancellationToken))
        {
            await responseStream.WriteAsync(word, context.CancellationToken);
        }
    }
}
