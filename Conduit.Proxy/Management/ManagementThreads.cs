namespace Conduit.Proxy.Management;

/// <summary>
/// Requests run where their bytes arrive, so that whoever works long there keeps other connections waiting. Scrapes and
/// snapshots of large pools do; they move to a thread of the pool first.
/// </summary>
internal static class ManagementThreads
{
    public static RouteGroupBuilder OffTheSockets(this RouteGroupBuilder group)
    {
        ((IEndpointConventionBuilder)group).Finally(static endpoint =>
        {
            if (endpoint.RequestDelegate is { } handle)
            {
                endpoint.RequestDelegate = async context =>
                {
                    await Task.Yield();
                    await handle(context);
                };
            }
        });
        return group;
    }
}
