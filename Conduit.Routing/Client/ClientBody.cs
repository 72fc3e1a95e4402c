using System.Collections.Concurrent;
using System.Net.Http.Json;

namespace Conduit.Routing.Client;

/// <summary>A message's body as the router sees it. Immutable.</summary>
/// <param name="Kind">Whether it can be sent again.</param>
/// <param name="Held">Its bytes if held in memory.</param>
/// <param name="Content">What to send.</param>
internal readonly record struct ClientBody(BodyKind Kind, ReadOnlyMemory<byte> Held, HttpContent? Content)
{
    private static readonly ConcurrentDictionary<Type, bool> AsyncStreams = new();

    /// <summary>Holds a body of at most <paramref name="most"/> bytes in memory; any other will pass through as it is sent.</summary>
    public static async ValueTask<ClientBody> OfAsync(HttpContent? content, int most, CancellationToken cancellationToken)
    {
        if (content is null)
        {
            return default;
        }

        return await TryHoldAsync(content, most, cancellationToken).ConfigureAwait(false)
            ? new(BodyKind.Buffered, await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false), content)
            : new(BodyKind.Streamed, default, new PassedContent(content));
    }

    private static async ValueTask<bool> TryHoldAsync(HttpContent content, int most, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength is { } length)
        {
            if (length > most)
            {
                return false;
            }

            await content.LoadIntoBufferAsync(length, cancellationToken).ConfigureAwait(false);
            return true;
        }

        return most > 0 && content is JsonContent json && await TryHoldAsync(json, most, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>JSON tells its length only when written, and can be written again if it turns out too long.</summary>
    private static async ValueTask<bool> TryHoldAsync(JsonContent json, int most, CancellationToken cancellationToken)
    {
        if (AsyncStreams.GetOrAdd(json.Value?.GetType() ?? json.ObjectType, static type => IsAsyncStream(type)))
        {
            return false;
        }

        try
        {
            await json.LoadIntoBufferAsync(most, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (HttpRequestException tooLong) when (tooLong.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            return false;
        }
    }

    /// <summary>True for what may be read only once, and as it comes.</summary>
    private static bool IsAsyncStream(Type type)
        => Array.Exists(type.GetInterfaces(), static face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));
}
