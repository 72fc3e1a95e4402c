namespace Conduit.Simulator.Scenarios.Reading;

/// <summary>The ranges a scenario file's values must keep to.</summary>
internal static class Limits
{
    public const double MostRate = 1_000_000;
    public const double LeastRateLimit = 0.001;
    public const double LeastWeight = 0.01;
    public const double MostWeight = 1_000;
    public const double MostRequestWeight = 1_000_000;
    public const int MostCapacity = 1_000_000;
    public const int LeastFailure = 400;
    public const int MostFailure = 599;
    public const int MostProxySettings = 1_000;
    public const int MostUpstreams = 100_000;
    public const int MostBodyBytes = 16 << 20;
    public const int MostRetries = 10;
    public const int MostProxies = 1_000;

    public static readonly TimeSpan ShortestPhase = TimeSpan.FromMilliseconds(1);
    public static readonly TimeSpan LongestPhase = TimeSpan.FromHours(24);
    public static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);
}
