namespace Conduit.Routing;

/// <summary>When a breaker trips, how long it stays open and what closes it.</summary>
public sealed class BreakerOptions
{
    /// <summary>Consecutive failures that trip it. Default 5, 1 to 1000.</summary>
    public int ConsecutiveFailures { get; set; } = 5;

    /// <summary>
    /// Failures of the connection in a row, the last of them to connect, that trip it: nobody listens there. Default 2, 1 to 1000.
    /// </summary>
    public int ConnectFailures { get; set; } = 2;

    /// <summary>Failure ratio over the recent past that trips it. Default 0.5, 0.01 to 1.</summary>
    public double FailureRatio { get; set; } = 0.5;

    /// <summary>Fewest recent samples for <see cref="FailureRatio"/> to count. Default 20, 1 to 100000.</summary>
    public int MinimumSamples { get; set; } = 20;

    /// <summary>How long it stays open the first time; doubles with each further opening. Default 0.5 s, 10 ms to 5 min.</summary>
    public TimeSpan OpenFor { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Longest opening. Default 2 s, at least <see cref="OpenFor"/>, to 30 min.</summary>
    public TimeSpan MaxOpenFor { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest opening of an upstream that has had no successful trial for <see cref="LongOutageAfter"/>. Default 30 s, at least <see cref="MaxOpenFor"/>, to 1 h.</summary>
    public TimeSpan MaxOpenForLongOutage { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>When an outage counts as long. Default 60 s, 1 s to 1 day.</summary>
    public TimeSpan LongOutageAfter { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Shortest time between two trials of a half-open breaker. Default 250 ms, 0 to 1 min.</summary>
    public TimeSpan TrialInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long only safe, replayable requests are trials; when none was seen for so long any request is. Default 10 s, 0 to 1 h.</summary>
    public TimeSpan UnsafeTrialAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Successful trials that close it. Default 3, 1 to 1000.</summary>
    public int TrialSuccesses { get; set; } = 3;

    /// <summary>Time closed after which the opening time starts small again. Default 10 s, 0 to 1 day.</summary>
    public TimeSpan ForgetAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Largest fraction of the upstreams that may be ejected while any of them succeeds; one always may. Default 0.5, 0 to 1.</summary>
    public double MaxEjectedFraction { get; set; } = 0.5;

    /// <summary>Time without any success in the pool after which every breaker may open. Default 1 s, 0 to 10 min.</summary>
    public TimeSpan AllMayOpenAfter { get; set; } = TimeSpan.FromSeconds(1);
}
