using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Conduit.Yarp;

/// <summary>
/// A small request body in memory, so that a failed attempt can be repeated elsewhere. Only a declared length decides: a
/// body of unknown length passes through untouched. Belongs to its request's flow of control.
/// </summary>
internal sealed class HeldBody : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(100);

    private readonly byte[] _rented;
    private readonly int _length;

    public HeldBody(int length)
    {
        _length = length;
        _rented = ArrayPool<byte>.Shared.Rent(length);
    }

    public ReadOnlyMemory<byte> Bytes => _rented.AsMemory(0, _length);

    public static bool IsFor(HttpContext context, int most)
        => context.Request.ContentLength is > 0 and var length && length <= most
            && context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false };

    public static bool CanHaveBody(HttpContext context)
        => MayHaveBody(context.Request) && context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true };

    /// <summary>False if the client went away instead.</summary>
    /// <param name="context">The request's.</param>
    /// <param name="time">The clock of the longest pause.</param>
    /// <exception cref="BadHttpRequestException">The server refuses the body, or none of it came for 100 s, which is YARP's own limit for those that pass through.</exception>
    public async ValueTask<bool> TryReadAsync(HttpContext context, TimeProvider time)
    {
        using var pause = new CancellationTokenSource(LongestPause, time);
        using var aborted = context.RequestAborted.UnsafeRegister(static pause => ((CancellationTokenSource)pause!).Cancel(), pause);
        try
        {
            for (var read = 0; read < _length;)
            {
                var count = await context.Request.Body.ReadAsync(_rented.AsMemory(read, _length - read), pause.Token);
                if (count == 0)
                {
                    throw new BadHttpRequestException($"The body ended after {read} of {_length} bytes.");
                }

                read += count;
                pause.CancelAfter(LongestPause);
            }

            return true;
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            return false;
        }
        catch (OperationCanceledException over) when (pause.IsCancellationRequested)
        {
            throw new BadHttpRequestException($"None of the body came for {LongestPause.TotalSeconds:0} s.", StatusCodes.Status408RequestTimeout, over);
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_rented);

    // In HTTP/1.1 one of two headers tells of a body (RFC 9112, 6.3), and they are found sooner than the feature.
    private static bool MayHaveBody(HttpRequest request)
        => request.ContentLength is > 0 || request.Headers.TransferEncoding.Count > 0 || !HttpProtocol.IsHttp11(request.Protocol);
}
