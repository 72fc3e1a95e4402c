using Conduit.Simulator.Virtual.Events;

namespace Conduit.Simulator.Virtual.Clients;

/// <summary>How long a client waits: cancels its try when the time is over. Pooled: belongs to one try at a time.</summary>
internal sealed class Patience : TimedEvent, IDisposable
{
    private readonly CancellationTokenSource _over = new();

    public CancellationToken Over => _over.Token;

    public override void Fire() => _over.Cancel();

    /// <summary>Makes it fit for the next try; false if its time was over.</summary>
    public bool TryReset() => _over.TryReset();

    public void Dispose() => _over.Dispose();
}
