using System.Net.Sockets;
using System.Text;

namespace Conduit.Tests.Upstreams;

/// <summary>A bare TCP connection, for what an HTTP client hides: what is left of a connection, and how it ended.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _tcp = new();

    private RawConnection()
    {
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<RawConnection> OpenAsync(Uri address)
    {
        var connection = new RawConnection();
        await connection._tcp.ConnectAsync(address.Host, address.Port, Stop);
        return connection;
    }

    /// <summary>Sends a request.</summary>
    public ValueTask AskAsync(string path) => SendAsync($"GET {path} HTTP/1.1\r\nHost: upstream\r\n\r\n");

    /// <summary>Sends a request and returns when the upstream works on it, and so has met the faults in force.</summary>
    public async Task AskAndBeTakenAsync()
    {
        await SendAsync("POST / HTTP/1.1\r\nHost: upstream\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        // Sent by the server when the application asks for the body.
        await ReadUntilAsync("HTTP/1.1 100 Continue\r\n\r\n");
        await SendAsync("{}");
    }

    /// <summary>What comes until it ends in <paramref name="end"/>.</summary>
    public async Task<string> ReadUntilAsync(string end)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            var read = await _tcp.GetStream().ReadAsync(buffer, Stop);
            Assert.NotEqual(0, read);
            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        return text.ToString();
    }

    /// <summary>What comes until the connection ends; the error if it does not end in good order.</summary>
    public async Task<(string Text, SocketError? Error)> ReadToEndAsync()
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            int read;
            while ((read = await _tcp.GetStream().ReadAsync(buffer, Stop)) > 0)
            {
                text.Append(Encoding.ASCII.GetString(buffer, 0, read));
            }

            return (text.ToString(), null);
        }
        catch (IOException exception) when (exception.InnerException is SocketException socket)
        {
            return (text.ToString(), socket.SocketErrorCode);
        }
    }

    public void Dispose() => _tcp.Dispose();

    private ValueTask SendAsync(string text) => _tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), Stop);
}
