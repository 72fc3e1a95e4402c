using Conduit.Simulator.Runs;

namespace Conduit.Simulator.Virtual.Upstreams;

/// <summary>What an upstream gets to know of a client's request, whichever proxy and attempt brings it. Pooled: belongs to one request at a time.</summary>
internal sealed class ModelledRequest
{
    /// <summary>Counts from 0 through the whole run.</summary>
    public ulong Number { get; set; }

    /// <summary>Path without query.</summary>
    public string Path { get; set; } = "/";

    /// <summary>Attempts that have reached the network so far: each draws its own chance.</summary>
    public uint Sent { get; set; }

    /// <summary>What the proxy did for it.</summary>
    public AttemptLog Log { get; } = new();
}
