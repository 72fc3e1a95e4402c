using System.Globalization;
using System.Text.Json;
using Conduit.ServiceDefaults;
using Microsoft.AspNetCore.Http.Features;

namespace Conduit.Upstreams.Chaos;

/// <summary><c>/chaos</c>: the faults in force, set and cleared. An answer to a change comes when the change is in force.</summary>
internal static class ChaosEndpoints
{
    public const string Path = "/chaos";

    private const int LargestBody = 1 << 20;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static void MapChaos(this IEndpointRouteBuilder endpoints)
    {
        var chaos = endpoints.MapGroup(Path).AddEndpointFilter<LocalCommandFilter>();
        chaos.DisableHttpMetrics();
        chaos.MapGet("", (ChaosState state) => TypedResults.Ok(ChaosDocument.Of(state)));
        chaos.MapPut("", PutAsync);
        chaos.MapDelete("", async (ChaosState state, ListenerFaults listeners) =>
        {
            state.Replace([]);
            await listeners.FollowAsync();
            return TypedResults.NoContent();
        });
    }

    private static async Task<IResult> PutAsync(HttpRequest request, ChaosState state, ListenerFaults listeners)
    {
        request.HttpContext.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = LargestBody;
        JsonDocument body;
        try
        {
            body = await JsonDocument.ParseAsync(request.Body, Strict, request.HttpContext.RequestAborted);
        }
        // The latter for a field whose name is no text, which the search for duplicates comes upon.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return TypedResults.Problem(Explain(exception), statusCode: StatusCodes.Status400BadRequest);
        }
        catch (BadHttpRequestException exception)
        {
            return TypedResults.Problem(exception.Message, statusCode: exception.StatusCode);
        }

        using (body)
        {
            var (faults, mistakes) = ChaosReader.Read(body.RootElement);
            if (mistakes.Count > 0)
            {
                return TypedResults.ValidationProblem(mistakes);
            }

            state.Replace(faults);
            await listeners.FollowAsync();
            return TypedResults.Ok(ChaosDocument.Of(state));
        }
    }

    private static string Explain(Exception exception)
    {
        // The parser ends its sentence with the same place, counted from 0.
        var reason = exception.Message.Split(" LineNumber:", 2)[0];
        return exception is JsonException { LineNumber: { } line, BytePositionInLine: { } column }
            ? string.Create(CultureInfo.InvariantCulture, $"Not JSON at line {line + 1}, column {column + 1}: {reason}")
            : $"Not JSON: {reason}";
    }
}
