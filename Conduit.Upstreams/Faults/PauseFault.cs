using Conduit.Upstreams.Chaos;
using Conduit.Upstreams.Work;

namespace Conduit.Upstreams.Faults;

/// <summary>Everything stands still now and then: what would be done within a pause is done at its end.</summary>
internal static class PauseFault
{
    public static async ValueTask WaitAsync(ChaosState chaos, TimeSpan until, TrueDelay delay, CancellationToken cancellation)
    {
        await delay.WaitAsync(chaos.Faults.AfterPauses(until) - chaos.Now, cancellation);
        // Pauses may have been set meanwhile.
        for (TimeSpan now = chaos.Now, resume; (resume = chaos.Faults.AfterPauses(now)) > now; now = chaos.Now)
        {
            await delay.WaitAsync(resume - now, cancellation);
        }
    }
}
