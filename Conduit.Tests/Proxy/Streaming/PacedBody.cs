using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Conduit.Tests.Proxy.Streaming;

/// <summary>
/// A large body that is made while it is sent and never held whole: its sender makes a piece only when the receiver has
/// all but the two before it. Whoever stands between them and gathers the body first would wait for ever.
/// </summary>
internal sealed class PacedBody(int pieces) : IDisposable
{
    private const int PieceBytes = 1 << 20;

    private readonly SemaphoreSlim _ahead = new(2);

    public long Length => (long)pieces * PieceBytes;

    /// <summary>Sends it; what was sent, as a hash.</summary>
    public async Task<string> SendAsync(Stream to, CancellationToken stop)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = new byte[PieceBytes];
        for (var number = 0; number < pieces; number++)
        {
            await _ahead.WaitAsync(stop);
            Fill(piece, number);
            hash.AppendData(piece);
            await to.WriteAsync(piece, stop);
            await to.FlushAsync(stop);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>Receives it; what was received, as a hash.</summary>
    public async Task<string> ReceiveAsync(Stream from, CancellationToken stop)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[64 * 1024];
        var received = 0L;
        int read;
        while ((read = await from.ReadAsync(buffer, stop)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            var before = received / PieceBytes;
            received += read;
            if (received / PieceBytes > before)
            {
                _ahead.Release((int)((received / PieceBytes) - before));
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    public void Dispose() => _ahead.Dispose();

    private static void Fill(byte[] piece, int number)
    {
        for (var offset = 0; offset < piece.Length; offset += sizeof(long))
        {
            BinaryPrimitives.WriteInt64LittleEndian(piece.AsSpan(offset), ((long)number << 32) + offset);
        }
    }
}
