using System.Text.Json.Serialization;

namespace Conduit.Simulator.Runs.Target;

/// <summary>What a run needs of the proxy's <c>/_conduit/upstreams</c>.</summary>
internal sealed record UpstreamsDocument(string? Policy, IReadOnlyList<UpstreamEntry>? Upstreams);

/// <summary>One upstream of the proxy.</summary>
internal sealed record UpstreamEntry(string? Id, string? Address);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UpstreamsDocument))]
internal sealed partial class UpstreamsJson : JsonSerializerContext;
