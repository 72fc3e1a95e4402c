using Conduit.ServiceDefaults;
using Conduit.Simulator.Scenarios;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Conduit.Simulator.Serve;

/// <summary><c>/scenarios</c>: what can be run by name; a file with mistakes is left out, <c>validate</c> tells them.</summary>
internal static class ScenariosEndpoint
{
    public static void MapScenarios(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/scenarios", List).AddEndpointFilter<LocalReadFilter>();

    // Read anew each time, so that a file that was changed or added is told as it is.
    private static JsonHttpResult<IReadOnlyList<ScenarioDocument>> List(ScenarioCatalog catalog)
    {
        var scenarios = from name in catalog.Names
                        let scenario = catalog.Find(name) is { } path ? ScenarioFile.Load(path).Scenario : null
                        where scenario is not null
                        select ScenarioDocument.Of(name, scenario);
        return TypedResults.Json<IReadOnlyList<ScenarioDocument>>([.. scenarios], ServeJson.Default.IReadOnlyListScenarioDocument);
    }
}
