namespace Conduit.Routing.Execution;

/// <summary>Ties an outgoing message to its request and attempt.</summary>
public static class AttemptMessage
{
    // One entry for all: each costs a message a look-up, and its dictionary grows with the fourth.
    private static readonly HttpRequestOptionsKey<Passage> Key = new("Conduit.Passage");

    /// <summary>Marks a message as belonging to a request.</summary>
    /// <param name="message">The message.</param>
    /// <param name="request">The request.</param>
    public static void SetRoutedRequest(this HttpRequestMessage message, RoutedRequest request)
    {
        message.Passage().Request = request;
        request.IsTied = true;
    }

    /// <summary>The request a message belongs to; null if it takes no part in routing.</summary>
    /// <param name="message">The message.</param>
    public static RoutedRequest? GetRoutedRequest(this HttpRequestMessage message)
        => message.FindPassage()?.Request;

    /// <summary>Which attempt of its request a message is; −1 before the executor has sent it, or if it knows of no request.</summary>
    internal static int GetAttempt(this HttpRequestMessage message)
        => message.FindPassage()?.Attempt ?? -1;

    internal static Passage Passage(this HttpRequestMessage message)
    {
        if (message.FindPassage() is not { } passage)
        {
            passage = new Passage();
            message.Options.Set(Key, passage);
        }

        return passage;
    }

    internal static Passage? FindPassage(this HttpRequestMessage message)
        => message.Options.TryGetValue(Key, out var passage) ? passage : null;

    /// <summary>Gives a copy a passage of its own.</summary>
    internal static void PartFromOriginal(this HttpRequestMessage copy) => copy.Options.Set(Key, copy.Passage().Copy());
}
