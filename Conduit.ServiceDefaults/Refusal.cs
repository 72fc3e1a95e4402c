using Microsoft.AspNetCore.Http;

namespace Conduit.ServiceDefaults;

/// <summary>A filter's no, as <c>application/problem+json</c>.</summary>
internal static class Refusal
{
    public static ValueTask<object?> Of(int status, string detail)
        => ValueTask.FromResult<object?>(TypedResults.Problem(detail, statusCode: status));
}
