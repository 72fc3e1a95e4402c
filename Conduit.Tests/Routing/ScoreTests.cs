using Conduit.Routing;
using FsCheck.Xunit;

namespace Conduit.Tests.Routing;

public sealed class ScoreTests
{
    [Fact]
    public void Error_penalty_at_five_percent_weighs_as_much_as_being_twice_as_slow()
        => Assert.Equal(Score.LatencyPenalty(2, 1), Score.ErrorPenalty(0.05), 0.5 * Score.LatencyPenalty(2, 1));

    [Fact]
    public void Error_penalty_at_thirteen_percent_loses_to_any_slowness()
        => Assert.True(Score.ErrorPenalty(0.13) > Score.LatencyPenalty(1e12, 1));

    [Property]
    public bool Score_of_any_signals_lies_between_0_and_1000(byte rate, ushort cheapest, ushort above)
    {
        var least = 100.0 + cheapest;
        var score = Score.Perfect - Score.LatencyPenalty(least + above, least) - Score.ErrorPenalty(rate / 255.0);
        return score is >= 0 and <= 1000;
    }

    [Property]
    public bool Score_falls_with_cost_and_with_errors(byte rate, byte more, ushort cost, ushort dearer)
    {
        var least = 100.0;
        var low = Math.Min(rate, more) / 255.0;
        var high = Math.Max(rate, more) / 255.0;
        return Score.ErrorPenalty(high) >= Score.ErrorPenalty(low)
            && Score.LatencyPenalty(least + cost + dearer, least) >= Score.LatencyPenalty(least + cost, least);
    }
}
