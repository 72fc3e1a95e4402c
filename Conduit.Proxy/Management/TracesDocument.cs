namespace Conduit.Proxy.Management;

/// <summary>What <c>/_conduit/traces</c> answers.</summary>
internal sealed record TracesDocument(int Capacity, long Recorded, IReadOnlyList<RequestEntry> Traces);
