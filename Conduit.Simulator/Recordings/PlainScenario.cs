using System.Globalization;
using Conduit.Lab;
using Conduit.Simulator.Scenarios.Reading;
using Conduit.Simulator.Scenarios.Source;

namespace Conduit.Simulator.Recordings;

/// <summary>The scenario of traffic that comes from no scenario: nothing goes wrong, one phase, or one a day.</summary>
internal static class PlainScenario
{
    private const string Phase = "recorded";

    /// <summary>Makes one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="length">How long the traffic lasts.</param>
    /// <param name="requests">How many requests there are.</param>
    /// <param name="more">Further entries.</param>
    public static SourceMapping Of(string name, TimeSpan length, long requests, IEnumerable<SourceEntry> more)
    {
        var rate = Math.Round(requests / length.TotalSeconds, 3);
        var phases = new List<SourceNode>();
        for (var left = length; left > TimeSpan.Zero; left -= Limits.LongestPhase)
        {
            var named = left == length && left <= Limits.LongestPhase ? Phase : string.Create(CultureInfo.InvariantCulture, $"{Phase}-{phases.Count + 1}");
            phases.Add(Mapping(("name", named), ("for", DurationText.Format(left < Limits.LongestPhase ? left : Limits.LongestPhase)), ("rate", rate.ToString(CultureInfo.InvariantCulture))));
        }

        return new SourceMapping([Entry("name", Scalar(name)), .. more, Entry("phases", new SourceSequence(phases, 1, 0))], 1, 0);
    }

    public static SourceEntry Entry(string key, SourceNode value) => new(key, 1, 0, value);

    public static SourceScalar Scalar(string text) => new(text, 1, 0);

    private static SourceMapping Mapping(params IEnumerable<(string Key, string Text)> entries)
        => new([.. entries.Select(entry => Entry(entry.Key, Scalar(entry.Text)))], 1, 0);
}
