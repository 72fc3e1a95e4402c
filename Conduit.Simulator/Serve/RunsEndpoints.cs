using System.Globalization;
using Conduit.Lab;
using Conduit.ServiceDefaults;
using Conduit.Simulator.Scenarios;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Conduit.Simulator.Serve;

/// <summary><c>/runs</c>: what ran, and starting and ending a run by hand.</summary>
internal static class RunsEndpoints
{
    public static void MapRuns(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/runs", List).AddEndpointFilter<LocalReadFilter>();
        endpoints.MapGet("/runs/{id}", Run).AddEndpointFilter<LocalReadFilter>();
        endpoints.MapPost("/runs", StartAsync).AddEndpointFilter<LocalCommandFilter>();
        endpoints.MapDelete("/runs/current", Cancel).AddEndpointFilter<LocalCommandFilter>();
    }

    private static IResult List(RunHistory history, string? limit)
    {
        var wanted = RunHistory.Capacity;
        return string.IsNullOrEmpty(limit) || (int.TryParse(limit, CultureInfo.InvariantCulture, out wanted) && wanted is >= 1 and <= RunHistory.Capacity)
            ? TypedResults.Json<IReadOnlyList<RunDocument>>([.. history.Runs.Take(wanted).Select(run => run.Document())], ServeJson.Default.IReadOnlyListRunDocument)
            : Problem(StatusCodes.Status400BadRequest, $"limit: {limit}; allowed is 1 to {RunHistory.Capacity}.");
    }

    private static IResult Run(string id, RunHistory history)
        => history.Runs.FirstOrDefault(run => run.Id == id) is { } run
            ? TypedResults.Json(run.Document(), ServeJson.Default.RunDocument)
            : Problem(StatusCodes.Status404NotFound, "No such run among the last; GET /runs lists them.");

    private static async Task<IResult> StartAsync(HttpRequest request, ScenarioCatalog catalog, RunHistory history, LabHold hold, CancellationToken stop)
    {
        var (asked, problem) = await CommandBody.ReadAsync(request, ServeJson.Default.RunRequestDocument, """{ "scenario": "brownout", "seed": 42 }""", stop);
        if (asked is null)
        {
            return problem!;
        }

        if (asked.Scenario is not { Length: > 0 } name)
        {
            return Problem(StatusCodes.Status400BadRequest, $"scenario: missing; give one of {string.Join(", ", catalog.Names)}.");
        }

        // Names alone: files of this machine are no business of whoever calls.
        if (catalog.Find(name) is not { } path)
        {
            var hint = KeyHint.Nearest(name, catalog.Names) is { } near ? $"did you mean '{near}'? " : "";
            return Problem(StatusCodes.Status400BadRequest, $"scenario: there is no '{name}'; {hint}There are {string.Join(", ", catalog.Names)}.");
        }

        var file = ScenarioFile.Load(path);
        if (file.Scenario is not { } scenario)
        {
            return Problem(StatusCodes.Status400BadRequest, string.Join('\n', file.Problems));
        }

        var run = history.Create(scenario, asked.Seed ?? scenario.Seed);
        if (hold.TryPost(run) is { } other)
        {
            return Problem(StatusCodes.Status409Conflict, $"Another run holds the lab: {other}.");
        }

        history.Add(run);
        return TypedResults.Json(run.Document(), ServeJson.Default.RunDocument, statusCode: StatusCodes.Status202Accepted);
    }

    private static IResult Cancel(RunHistory history, LabHold hold)
    {
        if (!history.Runs.Any(run => run.IsRunning))
        {
            return Problem(StatusCodes.Status404NotFound, "No run is under way.");
        }

        hold.Interrupt();
        return TypedResults.NoContent();
    }

    private static ProblemHttpResult Problem(int status, string detail) => TypedResults.Problem(detail, statusCode: status);
}
