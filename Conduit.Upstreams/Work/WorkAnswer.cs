using System.Text.Json.Serialization;

namespace Conduit.Upstreams.Work;

/// <summary>What an upstream answers.</summary>
/// <param name="Upstream">Its name.</param>
/// <param name="Method">The request's method.</param>
/// <param name="Path">The request's path.</param>
/// <param name="WorkMs">The service time drawn for it, faults included, milliseconds.</param>
/// <param name="BodyBytes">Bytes of the request's body.</param>
internal sealed record WorkAnswer(string Upstream, string Method, string Path, double WorkMs, long BodyBytes);

/// <summary>JSON of the answers, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WorkAnswer))]
internal sealed partial class WorkJson : JsonSerializerContext;
