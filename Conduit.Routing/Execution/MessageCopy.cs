namespace Conduit.Routing.Execution;

/// <summary>A second message like a first, without its body.</summary>
internal static class MessageCopy
{
    public static HttpRequestMessage Of(HttpRequestMessage message)
    {
        var copy = new HttpRequestMessage(message.Method, message.RequestUri) { Version = message.Version, VersionPolicy = message.VersionPolicy };
        message.Headers.CopyTo(copy.Headers);
        IDictionary<string, object?> options = copy.Options;
        foreach (var option in message.Options)
        {
            options.Add(option);
        }

        copy.PartFromOriginal();
        return copy;
    }
}
