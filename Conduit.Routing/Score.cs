namespace Conduit.Routing;

/// <summary>
/// score = 1000 − latency penalty − error penalty, each a pure function. At equal error rates the order is that of
/// peak EWMA at any latency scale, with no knob for a longest latency.
/// </summary>
internal static class Score
{
    public const double Perfect = 1000;
    public const double LatencyWeight = 400;
    public const double ErrorWeight = 600;

    /// <summary>What one more request would cost: expected latency times the queue it joins, for its share of the capacity.</summary>
    /// <param name="latency">Effective latency, microseconds.</param>
    /// <param name="inFlight">Requests that wait for headers.</param>
    /// <param name="capacity">Weight times slow-start ramp, above 0.</param>
    public static double Cost(double latency, int inFlight, double capacity) => latency * (inFlight + 1) / capacity;

    /// <summary>0 for the cheapest candidate, towards 400 for one that costs many times more.</summary>
    public static double LatencyPenalty(double cost, double cheapest) => LatencyWeight * (1 - (cheapest / cost));

    /// <summary>0 without errors; an error rate of 5 % costs about as much as being twice as slow, 13 % loses to any slowness.</summary>
    public static double ErrorPenalty(double errorRate)
    {
        var healthy = 1 - errorRate;
        healthy *= healthy;
        healthy *= healthy;
        healthy *= healthy;
        return ErrorWeight * (1 - healthy);
    }
}
