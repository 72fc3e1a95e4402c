namespace Conduit.Simulator.Recordings;

/// <summary>
/// Reads a file's lines as bytes, one at a time and in memory that does not grow with the file. Reads on the calling
/// thread. A gzip file is read as what it holds.
/// </summary>
internal sealed class LineReader : IDisposable
{
    /// <summary>The longest line: a body of 16 MiB in base64, and some.</summary>
    public const int MostBytes = 24 << 20;

    private readonly Stream _stream;
    private readonly long _most;
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _ended;

    /// <param name="path">The file.</param>
    /// <param name="most">As many bytes of its text, and the file ends there for whoever reads; all if not given.</param>
    public LineReader(string path, long most = long.MaxValue)
    {
        _stream = TextStream.Open(path);
        _most = most;
    }

    /// <summary>The bytes of text read by now, without what damage has left of a line.</summary>
    public long Bytes { get; private set; }

    /// <summary>The number of the line that was read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Reads a line.</summary>
    /// <param name="line">Without its end; valid until the next call.</param>
    /// <param name="problem">Why this line cannot be had, or null.</param>
    /// <returns>False at the end of the file; after damage that makes reading on impossible the end comes next.</returns>
    public bool TryRead(out ReadOnlySpan<byte> line, out string? problem)
    {
        line = default;
        problem = null;
        var scanned = 0;
        var tooLong = false;
        while (true)
        {
            var length = _buffer.AsSpan(_start + scanned, _end - _start - scanned).IndexOf((byte)'\n');
            if (length >= 0 || (_ended && _end > _start))
            {
                length = length >= 0 ? length + scanned : _end - _start;
                line = _buffer.AsSpan(_start, length).TrimEnd((byte)'\r');
                _start = Math.Min(_start + length + 1, _end);
                break;
            }

            if (_ended)
            {
                if (!tooLong)
                {
                    return false;
                }

                break;
            }

            if (_end - _start > MostBytes)
            {
                tooLong = true;
                _start = _end;
            }

            scanned = _end - _start;
            if (!TryFill(out problem))
            {
                // What was read of the line is not the line.
                Bytes -= _end - _start;
                (_start, _ended) = (_end, true);
                break;
            }
        }

        Number++;
        if (tooLong)
        {
            line = default;
            problem ??= $"longer than {MostBytes >> 20} MiB";
        }

        return true;
    }

    public void Dispose() => _stream.Dispose();

    private bool TryFill(out string? problem)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        try
        {
            var read = _stream.Read(_buffer, _end, (int)Math.Min(_buffer.Length - _end, _most - Bytes));
            _end += read;
            Bytes += read;
            _ended = read == 0;
            problem = null;
            return true;
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException)
        {
            problem = $"the file is damaged or breaks off here: {broken.Message.TrimEnd('.')}";
            return false;
        }
    }
}
