using Conduit.Proxy.Telemetry;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace Conduit.Proxy;

/// <summary>
/// The one frame around each request, since every frame costs every request: admits or sheds it, tells the router how it
/// ended, answers for upstreams that did not or for a body that the server refused to read, and counts and remembers it.
/// </summary>
internal sealed class RequestMiddleware
{
    private readonly RequestDelegate _next;
    private readonly Admission _admission;
    private readonly Handover _handover;
    private readonly ClusterRequests _requests;
    private readonly RequestTracer _tracer;
    private readonly TimeProvider _time;
    private readonly bool _decisionHeaders;
    private readonly bool _isTraced;

    public RequestMiddleware(
        RequestDelegate next, Admission admission, ClusterRequests requests, RequestTracer tracer, TimeProvider time,
        IOptions<ConduitOptions> options, IConfiguration configuration)
    {
        _next = next;
        _admission = admission;
        _handover = new Handover(admission, time);
        _requests = requests;
        _tracer = tracer;
        _time = time;
        _decisionHeaders = options.Value.DecisionHeaders;
        _isTraced = Plumbing.IsTraced(configuration);
    }

    public async Task InvokeAsync(HttpContext context)
    {
        var request = new ProxiedRequest { StartedAt = _time.GetTimestamp() };
        try
        {
            try
            {
                // Routing cannot fix an overload: what is too much is shed early and cheaply.
                if (_admission.TryEnter())
                {
                    if (_handover.IsDue(request.StartedAt))
                    {
                        await Task.Yield();
                    }

                    await _next(context);
                }
                else
                {
                    request.Outcome = RequestOutcome.Shed;
                }
            }
            finally
            {
                _admission.Leave();
                request.EndedAt = _time.GetTimestamp();
                if (context.GetRoutedRequest() is { } routed)
                {
                    if (routed.AttemptCount > 0)
                    {
                        context.EndConduit(routed, request.EndedAt);
                    }

                    request.Note(routed);
                }
            }

            if (request.Outcome != RequestOutcome.Success)
            {
                await AnswerAsync(context, ref request);
                request.EndedAt = _time.GetTimestamp();
            }
        }
        catch (BadHttpRequestException refusal) when (context.GetRoutedRequest() is null)
        {
            request.Outcome = RequestOutcome.ClientError;
            await Problems.RefusedBodyAsync(context, refusal);
            request.EndedAt = _time.GetTimestamp();
        }
        finally
        {
            End(context, ref request);
        }
    }

    private Task AnswerAsync(HttpContext context, ref ProxiedRequest request)
    {
        switch (request.Outcome)
        {
            case RequestOutcome.Shed:
                return Problems.ShedAsync(context);
            case RequestOutcome.NoUpstream:
                return Problems.NoUpstreamAsync(context);
        }

        if (request.Routed is null || context.GetForwarderErrorFeature() is not { } failed)
        {
            return Task.CompletedTask;
        }

        if (Problems.RefusalOf(failed.Exception) is { } refusal && !context.RequestAborted.IsCancellationRequested)
        {
            request.Outcome = RequestOutcome.ClientError;
            return Problems.RefusedBodyAsync(context, refusal);
        }

        if (failed.Error == ForwarderError.RequestCreation && !context.RequestAborted.IsCancellationRequested)
        {
            request.Outcome = RequestOutcome.ClientError;
            return Problems.NotForwardableAsync(context);
        }

        return Problems.FailedAsync(context, request.Outcome, _decisionHeaders ? request.Routed : null);
    }

    private void End(HttpContext context, ref ProxiedRequest request)
    {
        var proxy = request.Routed?.GetReverseProxyFeature() ?? context.GetReverseProxyFeature();
        if (_requests.Find(proxy.Cluster.Config.ClusterId) is not { } instruments)
        {
            return;
        }

        if (request.Outcome == RequestOutcome.Pending)
        {
            // It came as far as no router: a filter refused it, or its client left.
            request.Outcome = context.Response.StatusCode == StatusCodes.Status413PayloadTooLarge ? RequestOutcome.ClientError : RequestOutcome.ClientAbort;
        }

        var duration = _time.GetElapsedTime(request.StartedAt, request.EndedAt);
        instruments.Ended(request.Outcome, duration);
        _tracer.Record(context, in request, duration);
        if (_isTraced)
        {
            RequestSpans.Describe(context, in request);
        }
    }
}
