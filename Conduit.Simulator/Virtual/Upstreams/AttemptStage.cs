namespace Conduit.Simulator.Virtual.Upstreams;

/// <summary>Where a modelled attempt is.</summary>
internal enum AttemptStage
{
    /// <summary>On the network, towards the upstream.</summary>
    Outbound,

    /// <summary>At the upstream, waiting for a place.</summary>
    Queued,

    /// <summary>At the upstream, being worked on.</summary>
    Serving,

    /// <summary>At the upstream, in a place, for good.</summary>
    Hanging,

    /// <summary>Done with; the upstream's word is on its way back.</summary>
    Inbound,

    /// <summary>Over for the proxy.</summary>
    Ended,
}
