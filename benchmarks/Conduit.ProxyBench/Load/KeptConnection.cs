using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Conduit.ProxyBench.Load;

/// <summary>One HTTP/1.1 connection: a request at a time, its answer read by length. For one thread.</summary>
internal sealed class KeptConnection : IDisposable
{
    private const int Unread = -1;
    private const int BufferBytes = 256 * 1024;

    // Bodies are sent from one and read into the other, whichever connection they are of.
    private static readonly byte[] Body = new byte[BufferBytes];
    private static readonly byte[] Read = new byte[BufferBytes];

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _head = [];
    private long _toSend;
    private long _toReceive = Unread;

    public KeptConnection(IPEndPoint to)
    {
        try
        {
            _socket.Connect(to);
            _socket.Blocking = false;
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    public nint Handle => _socket.Handle;

    /// <summary>When its request was to be sent, since the load's start.</summary>
    public TimeSpan Due { get; private set; }

    public bool Busy { get; private set; }

    /// <summary>The rest of an upload waits for room in the socket.</summary>
    public bool WantsToWrite => _toSend > 0;

    public bool Succeeded { get; private set; }

    /// <summary>Sends a request; false if the connection is broken.</summary>
    public bool Send(byte[] head, long bodyBytes, TimeSpan due)
    {
        Due = due;
        Busy = true;
        _head = [];
        _toReceive = Unread;
        _toSend = bodyBytes;
        return _socket.Send(head, SocketFlags.None, out var error) == head.Length && error == SocketError.Success && SendMore();
    }

    /// <summary>Sends as much of the body as there is room for; false if the connection is broken.</summary>
    public bool SendMore()
    {
        while (_toSend > 0)
        {
            var sent = _socket.Send(Body.AsSpan(0, (int)Math.Min(_toSend, Body.Length)), SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
            {
                return true;
            }

            if (error != SocketError.Success)
            {
                return false;
            }

            _toSend -= sent;
        }

        return true;
    }

    /// <summary>Reads what is there; false if the connection is broken, or ended in the middle.</summary>
    public bool Receive()
    {
        var count = _socket.Receive(Read, SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
        {
            return true;
        }

        if (error != SocketError.Success || count == 0 || !Busy)
        {
            return false;
        }

        if (_toReceive == Unread)
        {
            return ReadHead(Read.AsSpan(0, count));
        }

        _toReceive -= count;
        return EndIfComplete();
    }

    public void Dispose() => _socket.Dispose();

    private bool ReadHead(ReadOnlySpan<byte> data)
    {
        if (_head.Length > 0)
        {
            _head = [.. _head, .. data];
            data = _head;
        }

        var end = data.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            _head = data.ToArray();
            return data.Length < BufferBytes;
        }

        var head = data[..end];
        if (head.Length < "HTTP/1.1 200".Length || !head.StartsWith("HTTP/1.1 "u8) || ContentLength(head) is not { } length)
        {
            return false;
        }

        Succeeded = head["HTTP/1.1 ".Length] == (byte)'2';
        _toReceive = length - (data.Length - end - "\r\n\r\n".Length);
        return EndIfComplete();
    }

    /// <summary>An answer before the upload is through is an error as well.</summary>
    private bool EndIfComplete()
    {
        if (_toReceive <= 0 && (_toReceive < 0 || _toSend > 0))
        {
            return false;
        }

        Busy = _toReceive > 0;
        return true;
    }

    private static long? ContentLength(ReadOnlySpan<byte> head)
    {
        var name = "content-length:"u8;
        foreach (var range in head.Split("\r\n"u8))
        {
            var line = head[range];
            if (line.Length > name.Length && Ascii.EqualsIgnoreCase(line[..name.Length], name))
            {
                return long.TryParse(line[name.Length..].Trim((byte)' '), out var length) ? length : null;
            }
        }

        return null;
    }
}
