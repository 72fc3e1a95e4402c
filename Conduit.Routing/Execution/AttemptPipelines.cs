using System.Runtime.CompilerServices;
using Polly;
using Polly.Timeout;

namespace Conduit.Routing.Execution;

/// <summary>One resilience pipeline an upstream: its breaker's hand, then the attempt's time limit. Thread-safe.</summary>
internal sealed class AttemptPipelines
{
    private static readonly TimeSpan NoTimeout = TimeSpan.Zero;

    private readonly ConditionalWeakTable<Upstream, ResiliencePipeline<HttpResponseMessage>> _pipelines = [];
    private readonly ConditionalWeakTable<Upstream, ResiliencePipeline<HttpResponseMessage>>.CreateValueCallback _build;
    private readonly TimeProvider _time;

    public AttemptPipelines(TimeProvider time)
    {
        _time = time;
        _build = Build;
    }

    /// <summary>The pipeline for a message; one that takes no part in routing passes straight through.</summary>
    public ResiliencePipeline<HttpResponseMessage> For(HttpRequestMessage message)
        => message.TryGetAttempt(out var request, out var index)
            ? _pipelines.GetValue(request[index].Upstream, _build)
            : ResiliencePipeline<HttpResponseMessage>.Empty;

    private ResiliencePipeline<HttpResponseMessage> Build(Upstream upstream)
        => new ResiliencePipelineBuilder<HttpResponseMessage> { Name = "conduit", InstanceName = upstream.Id, TimeProvider = _time }
            .AddStrategy(static _ => new AttemptStrategy())
            .AddTimeout(new TimeoutStrategyOptions { TimeoutGenerator = static arguments => new(TimeoutOf(arguments.Context)) })
            .Build();

    private static TimeSpan TimeoutOf(ResilienceContext context)
    {
        if (!context.TryGetAttempt(out var request, out _) || request.Body == BodyKind.Streamed)
        {
            return NoTimeout;
        }

        // A non-positive limit would mean none; a deadline that has just passed still has to end the attempt.
        var left = request.Remaining;
        var limit = left < request.AttemptTimeout ? left : request.AttemptTimeout;
        return limit > TimeSpan.FromMilliseconds(1) ? limit : TimeSpan.FromMilliseconds(1);
    }
}
