namespace Conduit.ProxyBench.Processes;

/// <summary>A peer that cannot be measured; the message says which and why.</summary>
internal sealed class PeerException(string message, Exception? inner = null) : Exception(message, inner);
