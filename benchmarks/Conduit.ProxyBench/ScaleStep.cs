using Conduit.ProxyBench.Load;
using Conduit.ProxyBench.Processes;

namespace Conduit.ProxyBench;

/// <summary>One size of what grows: who is measured at it, and how. Immutable.</summary>
internal sealed record ScaleStep(string Name, IReadOnlyList<RunningPeer> Peers, LoadSource Load);
