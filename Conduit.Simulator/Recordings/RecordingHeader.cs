using System.Text.Json;
using Conduit.Simulator.Scenarios.Source;

namespace Conduit.Simulator.Recordings;

/// <summary>The first line of a recording: all that is needed to run it again besides the requests. Immutable.</summary>
internal sealed record RecordingHeader
{
    /// <summary>The version of the format that is written, and the newest that is read.</summary>
    public const int Version = 1;

    /// <summary>The scenario's source; null where the recording comes from none.</summary>
    public SourceMapping? Scenario { get; init; }

    public ulong Seed { get; init; }

    public double RateFactor { get; init; } = 1;

    /// <summary>What was recorded: <c>live</c>, <c>virtual</c> or <c>log</c>; null where nobody says.</summary>
    public string? Mode { get; init; }

    /// <summary>How the proxy chose; null where that is not known.</summary>
    public string? Policy { get; init; }

    /// <summary>Where it was sent.</summary>
    public string? Target { get; init; }

    /// <summary>When a live run began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>How long the run was to last; null: as long as its requests.</summary>
    public TimeSpan? Length { get; init; }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber(RecordingHeaderReader.VersionKey, Version);
        json.WriteStartArray("lines");
        foreach (var place in RecordingLine.Places)
        {
            json.WriteStringValue(place);
        }

        json.WriteEndArray();
        Optional(json, "mode", Mode);
        Optional(json, "policy", Policy);
        Optional(json, "target", Target);
        if (StartedAt is { } startedAt)
        {
            json.WriteString("startedAt", startedAt);
        }

        json.WriteNumber("seed", Seed);
        json.WriteNumber("rateFactor", RateFactor);
        if (Length is { } length)
        {
            json.WriteNumber("lengthMs", length.TotalMilliseconds);
        }

        if (Scenario is not null)
        {
            json.WritePropertyName("scenario");
            SourceJson.Write(json, Scenario);
        }

        json.WriteEndObject();
    }

    private static void Optional(Utf8JsonWriter json, string key, string? value)
    {
        if (value is not null)
        {
            json.WriteString(key, value);
        }
    }
}
