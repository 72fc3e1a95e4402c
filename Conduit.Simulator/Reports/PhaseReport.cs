using System.Text.Json.Serialization;

namespace Conduit.Simulator.Reports;

/// <summary>A phase and the requests whose intended start lies in it.</summary>
internal sealed record PhaseReport : SectionReport
{
    internal PhaseReport(SectionReport section)
        : base(section)
    {
    }

    [JsonPropertyOrder(-10)]
    public required string Name { get; init; }

    /// <summary>From the run's start.</summary>
    [JsonPropertyOrder(-10)]
    public required double AtMs { get; init; }

    [JsonPropertyOrder(-10)]
    public required double ForMs { get; init; }
}
