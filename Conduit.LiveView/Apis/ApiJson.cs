using System.Text.Json.Serialization;

namespace Conduit.LiveView.Apis;

/// <summary>
/// JSON of the services' APIs, generated at compile time. Keys that are not shown are passed over: services may learn to say
/// more. What lacks a key, or has null in its place, is refused: it comes from something else.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(UpstreamsMessage))]
[JsonSerializable(typeof(LatencyMessage))]
[JsonSerializable(typeof(IReadOnlyList<DecisionMessage>))]
[JsonSerializable(typeof(ChaosMessage))]
[JsonSerializable(typeof(IReadOnlyList<RunMessage>))]
[JsonSerializable(typeof(IReadOnlyList<ScenarioMessage>))]
[JsonSerializable(typeof(ChaosCommand))]
[JsonSerializable(typeof(IsolateCommand))]
[JsonSerializable(typeof(StartCommand))]
[JsonSerializable(typeof(ProblemMessage))]
internal sealed partial class ApiJson : JsonSerializerContext;
