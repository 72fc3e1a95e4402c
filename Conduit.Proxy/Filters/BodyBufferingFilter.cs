using System.Buffers;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Conduit.Proxy.Filters;

/// <summary>
/// Holds small bodies in memory, so that a failed attempt can be repeated elsewhere, and refuses those over the limit.
/// Only a declared length decides: a body of unknown length passes through untouched.
/// </summary>
internal sealed class BodyBufferingFilter
{
    private readonly RequestDelegate _next;
    private readonly int _bufferLimit;
    private readonly long? _limit;

    public BodyBufferingFilter(RequestDelegate next, IOptions<ConduitOptions> options)
    {
        _next = next;
        _bufferLimit = options.Value.BufferedBodyBytes;
        _limit = options.Value.MaxRequestBodyBytes;
    }

    public Task InvokeAsync(HttpContext context)
    {
        var length = context.Request.ContentLength;
        if (length > _limit)
        {
            if (context.Features.Get<ProxiedRequest>() is { } refused)
            {
                refused.Outcome = RequestOutcome.ClientError;
            }

            return Problems.BodyTooLargeAsync(context, _limit!.Value);
        }

        return length > 0 && length <= _bufferLimit && context.Features.Get<ProxiedRequest>() is { } request
            && context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false }
            ? BufferedAsync(context, request, (int)length)
            : _next(context);
    }

    private async Task BufferedAsync(HttpContext context, ProxiedRequest request, int length)
    {
        var rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            await context.Request.Body.ReadExactlyAsync(rented.AsMemory(0, length), context.RequestAborted);
            request.BufferedBody = rented.AsMemory(0, length);
            await _next(context);
        }
        catch (Exception) when (request.BufferedBody is null && context.RequestAborted.IsCancellationRequested)
        {
            request.Outcome = RequestOutcome.ClientAbort;
        }
        catch (BadHttpRequestException refusal) when (request.BufferedBody is null)
        {
            request.Outcome = RequestOutcome.ClientError;
            await Problems.RefusedBodyAsync(context, refusal);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
