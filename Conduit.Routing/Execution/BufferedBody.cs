namespace Conduit.Routing.Execution;

/// <summary>Gives a message a body that can be sent any number of times.</summary>
internal static class BufferedBody
{
    public static void Attach(HttpRequestMessage message, ReadOnlyMemory<byte> body)
    {
        var content = new ReadOnlyMemoryContent(body);
        message.Content?.Headers.CopyTo(content.Headers);
        message.Content = content;
    }
}
