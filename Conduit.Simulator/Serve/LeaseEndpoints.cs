using Conduit.ServiceDefaults;
using Conduit.Simulator.Runs.Lease;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Conduit.Simulator.Serve;

/// <summary>
/// <c>/lease</c>: how a run from outside takes the lab over. While a lease holds, the loop pauses and no run starts;
/// it is renewed by asking again, and a holder that dies lets it expire.
/// </summary>
internal static class LeaseEndpoints
{
    private const double LeastSeconds = 1, MostSeconds = 60;
    private const int LongestHolder = 64;

    public static void MapLease(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/lease", (LabHold hold, IOptions<SimulatorOptions> options) => Lease(hold, options.Value))
            .AddEndpointFilter<LocalReadFilter>();
        endpoints.MapPut("/lease/{holder}", TakeAsync).AddEndpointFilter<LocalCommandFilter>();
        endpoints.MapDelete("/lease/{holder}", Release).AddEndpointFilter<LocalCommandFilter>();
    }

    private static async Task<IResult> TakeAsync(
        string holder, HttpRequest request, LabHold hold, IOptions<SimulatorOptions> options, ILogger<LabRunner> logger, CancellationToken stop)
    {
        var (asked, problem) = await CommandBody.ReadAsync(request, LeaseJson.Default.LeaseRequest, """{ "ttlSeconds": 5 }""", stop);
        if (asked is null)
        {
            return problem!;
        }

        if (asked.TtlSeconds is not (>= LeastSeconds and <= MostSeconds and var seconds))
        {
            return Problem(StatusCodes.Status400BadRequest, $"ttlSeconds: {asked.TtlSeconds?.ToString() ?? "missing"}; allowed is {LeastSeconds} to {MostSeconds}.");
        }

        if (holder.Length > LongestHolder || !holder.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_' or '.'))
        {
            return Problem(StatusCodes.Status400BadRequest, $"holder: allowed are 1 to {LongestHolder} letters, digits, '-', '_' and '.'.");
        }

        var renewed = hold.Lease("").Holder == holder;
        if (hold.TryLease(holder, TimeSpan.FromSeconds(seconds)) is { } other)
        {
            return Problem(StatusCodes.Status409Conflict, $"Another run holds the lab: {other}.");
        }

        if (!renewed)
        {
            ServeLog.Leased(logger, holder);
        }

        await hold.WhenIdleAsync(stop);
        // The loop's last run may have taken a while to end: the time counts from now.
        hold.TryLease(holder, TimeSpan.FromSeconds(seconds));
        return Lease(hold, options.Value);
    }

    private static IResult Release(string holder, LabHold hold, IOptions<SimulatorOptions> options, ILogger<LabRunner> logger)
    {
        if (!hold.Release(holder))
        {
            return Problem(StatusCodes.Status404NotFound, $"'{holder}' has no lease; it may have expired.");
        }

        ServeLog.Released(logger, holder, options.Value.ResumeAfter.TotalSeconds);
        return TypedResults.NoContent();
    }

    private static JsonHttpResult<LeaseDocument> Lease(LabHold hold, SimulatorOptions options)
        => TypedResults.Json(hold.Lease(options.Target.OriginalString), LeaseJson.Default.LeaseDocument);

    private static ProblemHttpResult Problem(int status, string detail) => TypedResults.Problem(detail, statusCode: status);
}
