using Conduit.Lab;

namespace Conduit.Upstreams.Faults;

/// <summary>Answers later, or sooner: the service time with all that faults add to it or set in its place.</summary>
internal static class LatencyFault
{
    public static TimeSpan Apply(FaultEffects effects, TimeSpan serviceTime) => effects.ServiceTime(serviceTime);
}
