using Conduit.LiveView.Apis;

namespace Conduit.LiveView.State;

/// <summary>
/// The stream of decisions, thinned to what people can follow: of each batch what is out of the ordinary first, and a sample
/// of the rest. Not thread-safe.
/// </summary>
internal sealed class DecisionLog
{
    public const int Capacity = 60;

    private const int NewAtOnce = 4;
    private const int OrdinaryAtOnce = 2;

    private readonly LinkedList<DecisionMessage> _log = [];

    public IReadOnlyList<DecisionMessage> Newest => [.. _log];

    /// <summary>Takes from a batch, newest first, what is shown.</summary>
    public void Add(IReadOnlyList<DecisionMessage> batch)
    {
        // One proxy numbers its requests upwards; another one in its place begins again at 1.
        if (_log.First is { } newest && batch.Any(decision => decision.Id <= newest.Value.Id))
        {
            _log.Clear();
        }

        var notable = batch.Where(IsNotable).Take(NewAtOnce).ToList();
        var ordinary = batch.Where(decision => !IsNotable(decision)).Take(Math.Min(OrdinaryAtOnce, NewAtOnce - notable.Count));
        foreach (var decision in notable.Concat(ordinary).OrderBy(decision => decision.Id))
        {
            _log.AddFirst(decision);
        }

        while (_log.Count > Capacity)
        {
            _log.RemoveLast();
        }
    }

    /// <summary>True unless it went to the best upstream at once and was answered.</summary>
    public static bool IsNotable(DecisionMessage decision)
        => decision.Outcome is not "success" || decision.Attempts is not [{ Reason: "score" or "policy" }];
}
