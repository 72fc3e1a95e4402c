using Conduit.Upstreams.Listening;

namespace Conduit.Upstreams.Faults;

/// <summary>The listener is really closed: clients are refused by the system. Open connections live on.</summary>
internal static class RefuseFault
{
    public static Task ApplyAsync(ClosableTransport transport, bool listens) => listens ? transport.OpenAsync() : transport.CloseAsync();
}
