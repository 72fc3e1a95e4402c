namespace Conduit.AppHost;

/// <summary>What a caller may choose about the lab.</summary>
/// <param name="PortOffset">Added to every port; 0 (default) to <see cref="MaxPortOffset"/>.</param>
/// <param name="Without">Names out of <see cref="Optional"/> to leave out; none by default.</param>
internal sealed record LabOptions(int PortOffset, IReadOnlySet<string> Without)
{
    public const int MaxPortOffset = 40_000;
    public const string Simulator = "simulator";
    public const string LiveView = "liveview";
    public const string Prometheus = "prometheus";
    public const string Grafana = "grafana";

    public static IReadOnlyList<string> Optional { get; } = [Simulator, LiveView, Prometheus, Grafana];

    public bool Has(string name) => !Without.Contains(name);

    /// <summary>Checks both choices; on a mistake says what is wrong and what is allowed.</summary>
    public static LabOptions? Parse(string? portOffset, string? without, out string? mistake)
    {
        mistake = null;
        var offset = 0;
        if (portOffset is not null && (!int.TryParse(portOffset, out offset) || offset is < 0 or > MaxPortOffset))
        {
            mistake = $"--port-offset is '{portOffset}'; give a whole number from 0 to {MaxPortOffset}.";
            return null;
        }

        var names = (without ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var unknown = names.Except(Optional, StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            mistake = $"--without names {string.Join(", ", unknown)}; what can be left out: {string.Join(", ", Optional)}.";
            return null;
        }

        return new LabOptions(offset, names.ToHashSet(StringComparer.Ordinal));
    }
}
