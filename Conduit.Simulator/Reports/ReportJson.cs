using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Conduit.Simulator.Reports;

/// <summary>The report's JSON form.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(RunReport))]
[JsonSerializable(typeof(ComparisonReport))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>For files: signs such as &lt;= stay as they are, since no browser reads them as markup.</summary>
    public static ReportJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string Write(ComparisonReport report) => JsonSerializer.Serialize(report, Readable.ComparisonReport) + "\n";

    public static string Write(RunReport report) => JsonSerializer.Serialize(report, Readable.RunReport) + "\n";
}
