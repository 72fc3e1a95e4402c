using System.Text.Json.Serialization;

namespace Conduit.Simulator.Reports;

/// <summary>A fault and the requests whose intended start lies in it.</summary>
internal sealed record FaultReport : SectionReport
{
    internal FaultReport(SectionReport section)
        : base(section)
    {
    }

    [JsonPropertyOrder(-10)]
    public required string Name { get; init; }

    [JsonPropertyOrder(-10)]
    public required string On { get; init; }

    [JsonPropertyOrder(-10)]
    public required string Kind { get; init; }

    /// <summary>From the run's start, in the first round.</summary>
    [JsonPropertyOrder(-10)]
    public required double AtMs { get; init; }

    [JsonPropertyOrder(-10)]
    public required double ForMs { get; init; }

    /// <summary>From the fault's start until traffic had left the upstream; of several rounds the longest, null where in one it had not.</summary>
    [JsonPropertyOrder(10)]
    public double? ShiftMs { get; init; }

    /// <summary>From the fault's end until traffic was back; of several rounds the longest, null where after one it was not.</summary>
    [JsonPropertyOrder(10)]
    public double? RecoverMs { get; init; }
}
