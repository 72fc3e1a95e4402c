using Conduit.ProxyBench;
using Conduit.ProxyBench.Peers;

namespace Conduit.Tests.Benchmarks;

public sealed class BenchOptionsTests
{
    [Fact]
    public void Options_as_usual_have_no_mistakes()
    {
        Assert.Empty(Usual.Mistakes());
        Assert.Empty(UsualScale.Mistakes());
    }

    [Fact]
    public void Mistakes_are_told_all_at_once()
    {
        var wrong = Usual with { Rounds = 0, Round = TimeSpan.Zero, WarmUp = TimeSpan.FromSeconds(-1), Connections = 0, Only = ["squid"] };

        Assert.Collection(
            wrong.Mistakes(),
            mistake => Assert.Contains("--rounds 0", mistake),
            mistake => Assert.Contains("--seconds 0", mistake),
            mistake => Assert.Contains("--warm-up -1", mistake),
            mistake => Assert.Contains("--only \"squid\"", mistake),
            mistake => Assert.Contains("--connections 0", mistake),
            mistake => Assert.Contains("--rates half", mistake));
    }

    [Fact]
    public void Sizes_that_cannot_be_are_told_one_by_one()
    {
        var wrong = UsualScale with { Upstreams = [0, 2, 1_000_000], Connections = [-1], Bodies = [-1] };

        Assert.Equal(4, wrong.Mistakes().Count());
    }

    [Fact]
    public void Half_load_needs_what_it_is_half_of_and_what_it_is_above()
    {
        Assert.NotEmpty((Usual with { Paces = [Pace.Half] }).Mistakes());
        Assert.NotEmpty((Usual with { Paces = [Pace.Half, Pace.Saturation] }).Mistakes());
        Assert.NotEmpty((Usual with { Only = [PeerCatalog.StockYarp, PeerCatalog.Conduit] }).Mistakes());
    }

    [Theory]
    [InlineData("0", "saturation", 0)]
    [InlineData("half", "half load", 0)]
    [InlineData("400", "400/s", 400)]
    public void Pace_is_read_as_it_is_written(string text, string name, int rate)
    {
        var pace = Pace.TryParse(text);

        Assert.Equal(new Pace(name, rate), pace);
        Assert.Equal(text, pace!.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("fast")]
    public void Pace_that_is_none_is_refused(string text) => Assert.Null(Pace.TryParse(text));

    private static BenchOptions Usual => new()
    {
        Asked = "make bench-proxy",
        Rounds = 5,
        Round = TimeSpan.FromSeconds(5),
        WarmUp = TimeSpan.Zero,
        Connections = 64,
        Paces = [Pace.Saturation, Pace.Half],
        Only = [],
        Variants = new Dictionary<string, IReadOnlyDictionary<string, string>>(),
    };

    private static ScaleOptions UsualScale => new()
    {
        Asked = "make bench-proxy",
        Rounds = 1,
        Round = TimeSpan.FromSeconds(1),
        WarmUp = TimeSpan.Zero,
        Only = [],
        Upstreams = [2, 1_000],
        Connections = [1],
        Bodies = [0],
    };
}
