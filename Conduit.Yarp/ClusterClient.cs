using Conduit.Routing.Execution;

namespace Conduit.Yarp;

/// <summary>A cluster's client that knows its executor.</summary>
internal sealed class ClusterClient : HttpMessageInvoker
{
    public ClusterClient(ConduitHandler executor)
        : base(executor, disposeHandler: true) => Executor = executor;

    public ConduitHandler Executor { get; }
}
