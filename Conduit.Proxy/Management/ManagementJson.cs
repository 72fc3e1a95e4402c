using System.Text.Json.Serialization;

namespace Conduit.Proxy.Management;

/// <summary>JSON of the management endpoints, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UpstreamsDocument))]
[JsonSerializable(typeof(TracesDocument))]
[JsonSerializable(typeof(LatencyDocument))]
[JsonSerializable(typeof(IReadOnlyList<RequestEntry>))]
[JsonSerializable(typeof(IsolationCommand))]
internal sealed partial class ManagementJson : JsonSerializerContext;
