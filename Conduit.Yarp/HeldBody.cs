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
        => context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true };

    /// <summary>False if the client went away instead.</summary>
    /// <exception cref="BadHttpRequestException">The server refuses the body.</exception>
    public async ValueTask<bool> TryReadAsync(HttpContext context)
    {
        try
        {
            await context.Request.Body.ReadExactlyAsync(_rented.AsMemory(0, _length), context.RequestAborted);
            return true;
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_rented);
}
