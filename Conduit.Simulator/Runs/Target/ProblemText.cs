using System.Text.Json;

namespace Conduit.Simulator.Runs.Target;

/// <summary>What a problem+json answer says, for a line of text.</summary>
internal static class ProblemText
{
    private const int MostQuoted = 400;

    /// <summary>The problem's detail, or the body itself, shortened.</summary>
    public static string Detail(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("detail", out var detail) && detail.ValueKind == JsonValueKind.String)
            {
                return detail.GetString()!.TrimEnd('.');
            }
        }
        catch (JsonException)
        {
            // Not JSON: quoted as it is.
        }

        return body.Length > MostQuoted ? body[..MostQuoted] + "…" : body;
    }
}
