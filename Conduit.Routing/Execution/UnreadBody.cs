using System.Buffers;

namespace Conduit.Routing.Execution;

/// <summary>Reads the body of an answer that nobody waits for, only to see whether it comes.</summary>
internal static class UnreadBody
{
    // Enough to tell a broken body from a good one, and no download for nothing.
    private const int Most = 64 * 1024;

    /// <summary>False if the body broke off, or stood still for <paramref name="limit"/>.</summary>
    public static async ValueTask<bool> IsWholeAsync(HttpContent content, TimeSpan limit, TimeProvider time)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Most / 4);
        try
        {
            using var tooLong = new CancellationTokenSource(limit, time);
            var body = await content.ReadAsStreamAsync(tooLong.Token).ConfigureAwait(false);
            for (var total = 0; total < Most;)
            {
                var read = await body.ReadAsync(buffer, tooLong.Token).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                total += read;
            }

            return true;
        }
        catch (Exception)
        {
            // Each layer of it breaks in its own way: one that unpacks knows only invalid data.
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
