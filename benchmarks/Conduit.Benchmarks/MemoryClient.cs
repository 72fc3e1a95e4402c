using System.Buffers;
using System.IO.Pipelines;

namespace Conduit.Benchmarks;

/// <summary>A client's connection to a proxy without a network. For one thread.</summary>
internal sealed class MemoryClient
{
    private static readonly byte[] Request = "GET /items/1 HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n"u8.ToArray();
    private static readonly PipeOptions Inline = new(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false);

    private readonly MemoryNetwork _network;
    private readonly Pipe _out = new(Inline);
    private readonly Pipe _in = new(Inline);

    public MemoryClient(MemoryNetwork network)
    {
        _network = network;
        ForProxy = new ProxySide(_out.Reader, _in.Writer);
    }

    /// <summary>The connection as the proxy has it.</summary>
    public IDuplexPipe ForProxy { get; }

    /// <summary>The upstream that its request has reached; null before.</summary>
    public MemoryUpstream? Owing { get; set; }

    /// <summary>Sends a request, has its upstream answer it, and reads the answer.</summary>
    /// <returns>Its length in bytes.</returns>
    /// <exception cref="InvalidOperationException">The proxy does not read.</exception>
    public long Exchange()
    {
        MemoryNetwork.Enter(this);
        _out.Writer.Write(Request);
        // Runs the request as far as it comes without its upstream's answer.
        var sending = _out.Writer.FlushAsync();
        if (!sending.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("The proxy has not read the requests before.");
        }

        while (true)
        {
            if (Owing is { } owing)
            {
                Owing = null;
                // Runs it to its end.
                owing.Answer();
            }
            else
            {
                _network.AnswerOthers();
            }

            if (TryReadAnswer(out var length))
            {
                return length;
            }
        }
    }

    private bool TryReadAnswer(out long length)
    {
        if (!_in.Reader.TryRead(out var read))
        {
            length = 0;
            return false;
        }

        length = read.Buffer.Length;
        var isWhole = length > MemoryUpstream.Body.Length && read.Buffer.Slice(length - 1).FirstSpan[0] == MemoryUpstream.Body[^1];
        _in.Reader.AdvanceTo(isWhole ? read.Buffer.End : read.Buffer.Start, read.Buffer.End);
        return isWhole;
    }

    private sealed record ProxySide(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
