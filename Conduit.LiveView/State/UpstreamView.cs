namespace Conduit.LiveView.State;

/// <summary>One upstream as the page shows it. Immutable.</summary>
public sealed record UpstreamView
{
    public required string Cluster { get; init; }

    public required string Id { get; init; }

    public required string Address { get; init; }

    public required double Score { get; init; }

    public required double LatencyPenalty { get; init; }

    public required double ErrorPenalty { get; init; }

    /// <summary>Part of all attempts of the last seconds, 0 to 1.</summary>
    public required double Share { get; init; }

    public required int InFlight { get; init; }

    /// <summary>Of the last seconds.</summary>
    public required Percentiles Latency { get; init; }

    /// <summary>As the router weighs it, 0 to 1.</summary>
    public required double ErrorRate { get; init; }

    public required UpstreamCondition Condition { get; init; }

    /// <summary>The faults in force; null while its control port does not answer.</summary>
    public required IReadOnlyList<ActiveFault>? Faults { get; init; }

    public string Key => KeyOf(Cluster, Id);

    public static string KeyOf(string cluster, string id) => $"{cluster}/{id}";
}

/// <summary>A fault in force. Immutable.</summary>
/// <param name="Kind">As scenarios name it.</param>
/// <param name="Words">As people say it.</param>
/// <param name="EndsAt">Null: until it is cleared.</param>
public sealed record ActiveFault(string Kind, string Words, DateTimeOffset? EndsAt);
