using System.Text.Json.Serialization;

namespace Conduit.Simulator.Runs.Lease;

/// <summary>Who has the lab, as <c>/lease</c> says it.</summary>
/// <param name="Target">Where the lab's simulator sends its load.</param>
/// <param name="Holder">The run that has taken the lab over; null while the lab is its simulator's own.</param>
/// <param name="ExpiresAt">When the lab falls back unless the lease is renewed.</param>
internal sealed record LeaseDocument(string Target, string? Holder, DateTimeOffset? ExpiresAt);

/// <summary>What a run asks for.</summary>
/// <param name="TtlSeconds">How long the lease holds without being renewed.</param>
internal sealed record LeaseRequest(double? TtlSeconds);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip)]
[JsonSerializable(typeof(LeaseDocument))]
[JsonSerializable(typeof(LeaseRequest))]
internal sealed partial class LeaseJson : JsonSerializerContext;
