using Conduit.ServiceDefaults;
using Conduit.Yarp;

namespace Conduit.Proxy.Management;

/// <summary><c>/_conduit/upstreams</c>: what the router knows, and isolation by hand.</summary>
internal static class UpstreamsEndpoints
{
    public static void MapUpstreams(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/upstreams", (ClusterRouters routers, ShareWindow shares, TimeProvider time)
            => TypedResults.Json(UpstreamsDocument.Of(routers, shares, time), ManagementJson.Default.UpstreamsDocument));
        endpoints.MapPut("/upstreams/{id}", IsolateAsync).AddEndpointFilter<LocalCommandFilter>();
        endpoints.Map("/upstreams/{id}", (HttpResponse response) =>
        {
            response.Headers.Allow = HttpMethods.Put;
            return TypedResults.Problem("""Only PUT, with { "isolated": true } or { "isolated": false }.""", statusCode: StatusCodes.Status405MethodNotAllowed);
        });
    }

    private static async Task<IResult> IsolateAsync(string id, HttpRequest request, ClusterRouters routers, CancellationToken aborted)
    {
        var (command, problem) = await CommandBody.ReadAsync(request, ManagementJson.Default.IsolationCommand, """{ "isolated": true }""", aborted);
        if (command is null)
        {
            return problem!;
        }

        if (command.Isolated is not { } isolated)
        {
            return TypedResults.Problem("isolated: missing; give true or false", statusCode: StatusCodes.Status400BadRequest);
        }

        // The same name in several clusters is the same process: all of its entries change together.
        var found = false;
        foreach (var cluster in routers.All)
        {
            found |= cluster.Router.TryIsolate(id, isolated);
        }

        return found
            ? TypedResults.NoContent()
            : TypedResults.Problem(
                $"There is no upstream '{id}'; there are {string.Join(", ", routers.All.SelectMany(cluster => cluster.Router.Upstreams).Select(upstream => upstream.Id).Distinct())}.",
                statusCode: StatusCodes.Status404NotFound);
    }
}
