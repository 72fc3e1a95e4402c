using Conduit.Upstreams.Listening;

namespace Conduit.Upstreams.Faults;

/// <summary>Open connections are cut, as when a process dies; the listener is closed as by <see cref="RefuseFault"/>.</summary>
internal static class CrashFault
{
    public static void Apply(ClosableTransport transport) => transport.Cut();
}
