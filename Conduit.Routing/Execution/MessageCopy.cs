namespace Conduit.Routing.Execution;

/// <summary>A second message like one that is under way; only those without a body are copied.</summary>
internal static class MessageCopy
{
    public static HttpRequestMessage Of(HttpRequestMessage message)
    {
        var copy = new HttpRequestMessage(message.Method, message.RequestUri) { Version = message.Version, VersionPolicy = message.VersionPolicy };
        foreach (var (name, values) in message.Headers.NonValidated)
        {
            copy.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values);
        }

        IDictionary<string, object?> options = copy.Options;
        foreach (var option in message.Options)
        {
            options.Add(option);
        }

        // The original's own, in use by its pipeline.
        copy.SetResilienceContext(null);
        return copy;
    }
}
