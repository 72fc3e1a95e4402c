using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Conduit.ServiceDefaults;

/// <summary>The JSON body of a command.</summary>
public static class CommandBody
{
    private const int LargestBody = 64 * 1024;

    /// <summary>Reads it, or says what is wrong with it and what to send instead.</summary>
    /// <param name="request">The command.</param>
    /// <param name="form">What the body is to be.</param>
    /// <param name="example">A body that is right, for the message.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The body; without one the answer to give, an <c>application/problem+json</c>.</returns>
    public static async Task<(T? Body, IResult? Problem)> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> form, string example, CancellationToken cancellation)
        where T : class
    {
        if (!request.HasJsonContentType())
        {
            return (null, Problem(StatusCodes.Status415UnsupportedMediaType, $"Send {example} as application/json."));
        }

        request.HttpContext.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = LargestBody;
        try
        {
            return await request.ReadFromJsonAsync(form, cancellation) is { } body
                ? (body, null)
                : (null, Problem(StatusCodes.Status400BadRequest, $"Not JSON of the form {example}: it is null."));
        }
        catch (BadHttpRequestException mistake)
        {
            return (null, Problem(mistake.StatusCode, mistake.Message));
        }
        // The latter for a charset that nobody knows.
        catch (Exception mistake) when (mistake is JsonException or InvalidOperationException)
        {
            return (null, Problem(StatusCodes.Status400BadRequest, $"Not JSON of the form {example}: {mistake.Message}"));
        }
    }

    private static ProblemHttpResult Problem(int status, string detail) => TypedResults.Problem(detail, statusCode: status);
}
