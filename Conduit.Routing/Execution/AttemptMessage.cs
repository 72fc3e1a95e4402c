using Polly;

namespace Conduit.Routing.Execution;

/// <summary>Ties an outgoing message to its request and attempt.</summary>
public static class AttemptMessage
{
    private static readonly HttpRequestOptionsKey<RoutedRequest> RequestKey = new("Conduit.Request");
    private static readonly HttpRequestOptionsKey<object> AttemptKey = new("Conduit.Attempt");
    private static readonly object[] Indexes = [.. Enumerable.Range(0, RoutedRequest.MaxAttempts).Select(index => (object)index)];

    /// <summary>Marks a message as belonging to a request.</summary>
    /// <param name="message">The message.</param>
    /// <param name="request">The request.</param>
    public static void SetRoutedRequest(this HttpRequestMessage message, RoutedRequest request)
        => message.Options.Set(RequestKey, request);

    /// <summary>The request a message belongs to; null if it takes no part in routing.</summary>
    /// <param name="message">The message.</param>
    public static RoutedRequest? GetRoutedRequest(this HttpRequestMessage message)
        => message.Options.TryGetValue(RequestKey, out var request) ? request : null;

    /// <summary>Which attempt of its request a message is; −1 before the executor has sent it.</summary>
    internal static int GetAttempt(this HttpRequestMessage message)
        => message.Options.TryGetValue(AttemptKey, out var boxed) ? (int)boxed : -1;

    internal static void SetAttempt(this HttpRequestMessage message, int index)
        => message.Options.Set(AttemptKey, Indexes[index]);

    internal static bool TryGetAttempt(this HttpRequestMessage message, out RoutedRequest request, out int index)
    {
        var options = message.Options;
        index = options.TryGetValue(AttemptKey, out var boxed) ? (int)boxed : -1;
        request = null!;
        return index >= 0 && options.TryGetValue(RequestKey, out request!);
    }

    internal static bool TryGetAttempt(this ResilienceContext context, out RoutedRequest request, out int index)
    {
        if (context.GetRequestMessage() is { } message)
        {
            return message.TryGetAttempt(out request, out index);
        }

        (request, index) = (null!, -1);
        return false;
    }
}
