using System.Net;

namespace Conduit.Upstreams.Listening;

/// <summary>An endpoint whose listener can be closed and opened again while the server runs.</summary>
internal sealed class ClosableEndPoint : IPEndPoint
{
    public ClosableEndPoint(IPAddress address, int port)
        : base(address, port)
    {
    }
}
