using System.Globalization;

namespace Conduit.ProxyBench;

/// <summary>How fast requests are sent. Immutable.</summary>
/// <param name="Name">For the tables.</param>
/// <param name="Rate">Requests a second; 0 where it is not fixed beforehand.</param>
internal sealed record Pace(string Name, int Rate)
{
    public const string HalfWord = "half";

    /// <summary>As many as go through.</summary>
    public static readonly Pace Saturation = new("saturation", 0);

    /// <summary>Half of what went through stock YARP at saturation.</summary>
    public static readonly Pace Half = new("half load", 0);

    /// <summary>Reads <c>0</c> for saturation, <c>half</c>, or a rate; null for anything else.</summary>
    public static Pace? TryParse(string text)
        => text == HalfWord ? Half
            : !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) ? null
            : rate == 0 ? Saturation
            : new Pace($"{rate}/s", rate);

    /// <summary>As it is asked for.</summary>
    public override string ToString() => this == Half ? HalfWord : $"{Rate}";
}
