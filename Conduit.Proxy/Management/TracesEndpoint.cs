using Conduit.Proxy.Telemetry;
using Conduit.Routing;

namespace Conduit.Proxy.Management;

/// <summary><c>/_conduit/traces</c>: why the last requests went where they went.</summary>
internal static class TracesEndpoint
{
    private const int DefaultLimit = 100;

    public static void MapTraces(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/traces", Traces);

    private static IResult Traces(RequestTracer tracer, string? limit, string? upstream, string? outcome, string? reason, string? traceId)
    {
        var mistakes = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var wanted = DefaultLimit;
        if (!string.IsNullOrEmpty(limit) && (!int.TryParse(limit, out wanted) || wanted < 1 || wanted > tracer.Capacity))
        {
            mistakes["limit"] = [$"allowed is 1 to {tracer.Capacity}"];
        }

        CheckName("outcome", outcome, RequestOutcomes.Ended.Select(RequestOutcomes.Name).Append(AttemptOutcome.Superseded.Name()), mistakes);
        CheckName("reason", reason, Enum.GetValues<DecisionReason>().Select(DecisionReasons.Name), mistakes);
        Int128? id = null;
        if (!string.IsNullOrEmpty(traceId) && (id = TraceIds.Parse(traceId)) is null)
        {
            mistakes["traceId"] = ["allowed is a W3C trace id: 32 hex digits, as in a traceparent, not all 0"];
        }

        if (mistakes.Count > 0)
        {
            return TypedResults.ValidationProblem(mistakes);
        }

        var traces = tracer.Newest()
            .Where(record => id is null || record.TraceId == id)
            .Select(record => RequestEntry.Of(in record))
            .Where(trace => Matches(trace, upstream, outcome, reason))
            .Take(wanted);
        return TypedResults.Json(new TracesDocument(tracer.Capacity, tracer.Recorded, [.. traces]), ManagementJson.Default.TracesDocument);
    }

    private static bool Matches(RequestEntry trace, string? upstream, string? outcome, string? reason)
        => (string.IsNullOrEmpty(upstream) || trace.Attempts.Any(attempt => attempt.Upstream.Equals(upstream, StringComparison.OrdinalIgnoreCase)))
            && (string.IsNullOrEmpty(outcome) || trace.Outcome == outcome || trace.Attempts.Any(attempt => attempt.Outcome == outcome))
            && (string.IsNullOrEmpty(reason) || trace.Attempts.Any(attempt => attempt.Reason == reason));

    private static void CheckName(string key, string? value, IEnumerable<string> allowed, Dictionary<string, string[]> mistakes)
    {
        if (!string.IsNullOrEmpty(value) && !allowed.Contains(value, StringComparer.Ordinal))
        {
            mistakes[key] = [$"allowed is one of {string.Join(", ", allowed)}"];
        }
    }
}
