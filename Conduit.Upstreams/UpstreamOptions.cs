using Conduit.Lab;
using Conduit.Routing;

namespace Conduit.Upstreams;

/// <summary>An upstream's settings: the <c>Conduit:Upstream</c> section of its configuration.</summary>
internal sealed class UpstreamOptions
{
    public const string Section = "Conduit:Upstream";

    /// <summary>Its name in answers. Default <c>OTEL_SERVICE_NAME</c>, else <c>alpha</c>; lower-case letters, digits and dashes, at most 63.</summary>
    public string Name { get; set; } = "";

    /// <summary>Mean service time. Default 5 ms, 0 to 1 min.</summary>
    public TimeSpan Latency { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Shape of the service time. Default exponential.</summary>
    public Distribution Distribution { get; set; }

    /// <summary>Lognormal: the service time's 99th percentile. Default 4 times <see cref="Latency"/>.</summary>
    public TimeSpan? P99 { get; set; }

    /// <summary>Uniform: spread of the service time either side. Default 0, at most 1 min.</summary>
    public TimeSpan Jitter { get; set; }

    /// <summary>Seed of service times and faults. Default 0, any value.</summary>
    public ulong Seed { get; set; }

    /// <summary>Whether chaos is taken from other machines. Default false.</summary>
    public bool RemoteCommands { get; set; }

    public ServiceTime ServiceTime => new(Distribution, Latency, P99 ?? (4 * Latency), Jitter);

    public static void Check(UpstreamOptions options, OptionMistakes mistakes)
    {
        mistakes.Require(IsName(options.Name), options.Name, "lower-case letters, digits and dashes, 1 to 63 of them");
        mistakes.Range(options.Latency, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        mistakes.Range(options.Jitter, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        mistakes.Require(Enum.IsDefined(options.Distribution), options.Distribution, string.Join(", ", Enum.GetNames<Distribution>()));
        if (options.Distribution == Distribution.Lognormal)
        {
            mistakes.Range(options.Latency, TimeSpan.FromMicroseconds(1), TimeSpan.FromMinutes(1));
            mistakes.Require(
                options.P99 is null || (options.P99 > options.Latency && options.P99 <= ServiceTime.LargestRatio * options.Latency),
                options.P99, $"above Latency, to {ServiceTime.LargestRatio:0} times it");
        }
    }

    private static bool IsName(string name)
        => name.Length is >= 1 and <= 63 && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
}
