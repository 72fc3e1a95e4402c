using System.Globalization;

namespace Conduit.Upstreams.Faults;

/// <summary>Answers with an error status.</summary>
internal static class ErrorFault
{
    private const int RetryAfterSeconds = 1;

    public static Task ApplyAsync(HttpContext context, int status)
    {
        if (status == StatusCodes.Status429TooManyRequests)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        }

        return Results.Problem("A fault was injected.", statusCode: status).ExecuteAsync(context);
    }
}
