using Conduit.Routing;
using Microsoft.Extensions.Options;

namespace Conduit.Proxy.Forwarding;

/// <summary>
/// Stands around the router: notes how the request ended, and answers for upstreams that did not, or for a body that the
/// server refused to read.
/// </summary>
internal sealed class AnswerMiddleware
{
    private readonly RequestDelegate _next;
    private readonly bool _decisionHeaders;

    public AnswerMiddleware(RequestDelegate next, IOptions<ConduitOptions> options)
    {
        _next = next;
        _decisionHeaders = options.Value.DecisionHeaders;
    }

    public Task InvokeAsync(HttpContext context)
        => context.Features.Get<ProxiedRequest>() is { } request ? AnswerAsync(context, request) : _next(context);

    private async Task AnswerAsync(HttpContext context, ProxiedRequest request)
    {
        try
        {
            await _next(context);
        }
        catch (BadHttpRequestException refusal) when (context.Features.Get<RoutedRequest>() is null)
        {
            request.Outcome = RequestOutcome.ClientError;
            await Problems.RefusedBodyAsync(context, refusal);
            return;
        }
        finally
        {
            Note(context, request);
        }

        if (request.Outcome == RequestOutcome.NoUpstream)
        {
            await Problems.NoUpstreamAsync(context);
        }
        else if (request.Outcome != RequestOutcome.Success && context.GetForwarderErrorFeature() is { } failed)
        {
            await AnswerForUpstreamAsync(context, request, failed.Exception);
        }
    }

    private static void Note(HttpContext context, ProxiedRequest request)
    {
        if (context.Features.Get<RoutedRequest>() is { } routed)
        {
            request.Routed = routed;
            request.Outcome = routed.AttemptCount == 0 ? RequestOutcome.NoUpstream : (RequestOutcome)routed[routed.Final].Outcome;
        }
    }

    private Task AnswerForUpstreamAsync(HttpContext context, ProxiedRequest request, Exception? failure)
    {
        if (Problems.RefusalOf(failure) is { } refusal && !context.RequestAborted.IsCancellationRequested)
        {
            request.Outcome = RequestOutcome.ClientError;
            return Problems.RefusedBodyAsync(context, refusal);
        }

        return Problems.FailedAsync(context, request.Outcome, _decisionHeaders ? request.Routed : null);
    }
}
