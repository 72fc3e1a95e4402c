namespace Conduit.AppHost.Processes;

internal enum ResourceState
{
    Waiting,
    Starting,
    Healthy,
    Restarting,
    LeftOut,
    Failed,
    Ended,
}
