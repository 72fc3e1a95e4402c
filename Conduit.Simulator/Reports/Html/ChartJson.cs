using System.Text.Json.Serialization;
using Conduit.Simulator.Reports.Charts;

namespace Conduit.Simulator.Reports.Html;

/// <summary>The charts' data as the page's script reads it, with the encoder that is safe within HTML.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ChartPage))]
internal sealed partial class ChartJson : JsonSerializerContext;
