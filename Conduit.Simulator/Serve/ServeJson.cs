using System.Text.Json.Serialization;

namespace Conduit.Simulator.Serve;

/// <summary>The JSON forms of the served simulator's API. Unknown keys are mistakes, so that a misspelt one is not passed over.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(IReadOnlyList<RunDocument>))]
[JsonSerializable(typeof(RunDocument))]
[JsonSerializable(typeof(IReadOnlyList<ScenarioDocument>))]
[JsonSerializable(typeof(RunRequestDocument))]
internal sealed partial class ServeJson : JsonSerializerContext;
