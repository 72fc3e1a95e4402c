using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Conduit.Simulator.Recordings;

/// <summary>Writes a recording's lines to a stream. Not thread-safe.</summary>
internal sealed class RecordingOutput : IAsyncDisposable, IDisposable
{
    /// <summary>The key of the last line, which a run that was killed lacks.</summary>
    public const string EndKey = "endMs";

    private const int BufferBytes = 64 * 1024;

    private readonly Stream _stream;
    private readonly ArrayBufferWriter<byte> _buffer = new(2 * BufferBytes);
    private readonly Utf8JsonWriter _json;

    /// <param name="stream">To own.</param>
    /// <param name="header">The first line.</param>
    public RecordingOutput(Stream stream, RecordingHeader header)
    {
        _stream = stream;
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        header.Write(_json);
        EndLine();
    }

    public void Write(in RecordedRequest recorded)
    {
        RecordingLine.Write(_json, recorded);
        EndLine();
        if (_buffer.WrittenCount >= BufferBytes)
        {
            Pass();
        }
    }

    /// <summary>Says that all is recorded.</summary>
    /// <param name="end">How far it got.</param>
    public void End(TimeSpan end)
    {
        _json.WriteStartObject();
        _json.WriteNumber(EndKey, end.TotalMilliseconds);
        _json.WriteEndObject();
        EndLine();
    }

    /// <summary>Hands all lines to the system, so that they survive this process.</summary>
    public void Flush()
    {
        Pass();
        _stream.Flush();
    }

    public void Dispose()
    {
        Pass();
        _json.Dispose();
        _stream.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        Pass();
        await _json.DisposeAsync();
        await _stream.DisposeAsync();
    }

    private void EndLine()
    {
        _json.Flush();
        _json.Reset();
        _buffer.Write("\n"u8);
    }

    private void Pass()
    {
        _stream.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }
}
