using System.Text.Json;
using Conduit.Simulator.Load;

namespace Conduit.Simulator.Recordings;

/// <summary>
/// The form of a recorded request: <c>[atMs, "METHOD", "/path?query", body, upstream, status, latencyMs]</c>. What is not
/// known is null, and may be left out at the end. Not thread-safe.
/// </summary>
internal sealed class RecordingLine
{
    /// <summary>What the places of a line mean.</summary>
    public static readonly string[] Places = ["atMs", "method", "path", "body", "upstream", "status", "latencyMs"];

    private const string Form = "a line is [atMs, \"METHOD\", \"/path\", body, upstream, status, latencyMs]";
    private const int MostNames = 32;

    private static readonly ClientOutcome[] WithoutStatus = [ClientOutcome.ConnectFailure, ClientOutcome.Timeout, ClientOutcome.Reset, ClientOutcome.Truncated];

    private readonly List<string> _names = [];

    /// <summary>Writes a line without its end.</summary>
    public static void Write(Utf8JsonWriter json, in RecordedRequest recorded)
    {
        json.WriteStartArray();
        json.WriteNumberValue(recorded.At.TotalMilliseconds);
        json.WriteStringValue(recorded.Request.Method.Method);
        json.WriteStringValue(recorded.Request.Path);
        RecordedBody.Write(json, recorded.Request.Body);
        if (recorded.Answer is { } answer)
        {
            json.WriteStringValue(answer.Upstream);
            if (answer.Status > 0)
            {
                json.WriteNumberValue(answer.Status);
            }
            else
            {
                json.WriteStringValue(answer.Outcome.Key());
            }

            if (recorded.Latency is { } latency)
            {
                json.WriteNumberValue(latency.TotalMilliseconds);
            }
        }

        json.WriteEndArray();
    }

    /// <summary>Reads a line.</summary>
    /// <param name="line">Without its end.</param>
    /// <param name="recorded">What it says.</param>
    /// <returns>What is wrong with it, or null.</returns>
    public string? Read(ReadOnlySpan<byte> line, out RecordedRequest recorded)
    {
        recorded = default;
        try
        {
            var json = new Utf8JsonReader(line);
            if (!json.Read() || json.TokenType != JsonTokenType.StartArray)
            {
                return Form;
            }

            var mistake = Read(ref json, out recorded);
            // To the end: what is damaged further on is no sound line either.
            while (mistake is null && json.Read())
            {
            }

            return mistake;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException)
        {
            return $"is damaged or breaks off: {Form}";
        }
    }

    private string? Read(ref Utf8JsonReader json, out RecordedRequest recorded)
    {
        recorded = default;
        if (!Next(ref json) || !TryTime(ref json, out var at) || at > RecordingRules.Longest)
        {
            return $"atMs is no time; give milliseconds from the start, 0 to {RecordingRules.Longest.TotalMilliseconds}";
        }

        if (!Next(ref json) || Text(ref json) is not { } method || !RecordingRules.IsMethod(method))
        {
            return $"method is none; allowed: {RecordingRules.MethodRule}";
        }

        if (!Next(ref json) || Text(ref json) is not { } path || !RecordingRules.IsPath(path))
        {
            return $"path is none; {RecordingRules.PathRule}";
        }

        SentBody? body = null;
        if (Next(ref json) && RecordedBody.Read(ref json, out body) is { } wrong)
        {
            return wrong;
        }

        var request = new SentRequest(HttpMethod.Parse(method), path, body);
        var mistake = Outcome(ref json, out var answer, out var latency);
        if (mistake is null && json.TokenType != JsonTokenType.EndArray && Next(ref json))
        {
            mistake = $"has more than {Places.Length} values; {Form}";
        }

        recorded = new RecordedRequest(at, request, answer, latency);
        return mistake;
    }

    private string? Outcome(ref Utf8JsonReader json, out Answer? answer, out TimeSpan? latency)
    {
        (answer, latency) = (null, null);
        string? upstream = null;
        if (Next(ref json) && json.TokenType != JsonTokenType.Null && (upstream = Name(ref json)) is null)
        {
            return "upstream is no name; give 1 to 256 characters, or null";
        }

        if (Next(ref json) && json.TokenType != JsonTokenType.Null && (answer = Answer(ref json, upstream)) is null)
        {
            return $"status is none; give 100 to 599, or one of {string.Join(", ", WithoutStatus.Select(outcome => outcome.Key()))}, or null";
        }

        if (Next(ref json) && json.TokenType != JsonTokenType.Null)
        {
            if (!TryTime(ref json, out var time))
            {
                return "latencyMs is no time; give milliseconds, or null";
            }

            latency = time;
        }

        return null;
    }

    /// <summary>Moves to the next value; false at the array's end, as often as asked.</summary>
    private static bool Next(ref Utf8JsonReader json)
        => json.TokenType != JsonTokenType.EndArray && json.Read() && json.TokenType != JsonTokenType.EndArray;

    private static bool TryTime(ref Utf8JsonReader json, out TimeSpan time)
    {
        time = default;
        if (json.TokenType != JsonTokenType.Number || !json.TryGetDouble(out var milliseconds) || milliseconds is < 0 or > 1e11 or double.NaN)
        {
            return false;
        }

        time = new TimeSpan((long)Math.Round(milliseconds * TimeSpan.TicksPerMillisecond));
        return true;
    }

    private static string? Text(ref Utf8JsonReader json) => json.TokenType == JsonTokenType.String ? json.GetString() : null;

    private static Answer? Answer(ref Utf8JsonReader json, string? upstream)
    {
        if (json.TokenType == JsonTokenType.Number)
        {
            return json.TryGetInt32(out var status) && status is >= 100 and <= 599 ? Load.Answer.Complete(status, upstream) : null;
        }

        var key = Text(ref json);
        foreach (var outcome in WithoutStatus)
        {
            if (outcome.Key() == key)
            {
                return new Answer(outcome, upstream);
            }
        }

        return null;
    }

    // Upstreams are few and lines are many: a name is made once.
    private string? Name(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.String)
        {
            return null;
        }

        foreach (var known in _names)
        {
            if (json.ValueTextEquals(known))
            {
                return known;
            }
        }

        var name = json.GetString()!;
        if (!RecordingRules.IsName(name))
        {
            return null;
        }

        if (_names.Count < MostNames)
        {
            _names.Add(name);
        }

        return name;
    }
}
