using Conduit.Lab;

namespace Conduit.Tests.Lab;

public sealed class PathGlobTests
{
    [Theory]
    [InlineData("/orders", "/orders", true)]
    [InlineData("/orders", "/orders/1", false)]
    [InlineData("/orders*", "/orders", true)]
    [InlineData("/orders*", "/orders/1", true)]
    [InlineData("/orders*", "/items", false)]
    [InlineData("*", "", true)]
    [InlineData("*", "/anything", true)]
    [InlineData("/a/*/c", "/a/b/c", true)]
    [InlineData("/a/*/c", "/a/b/x/c", true)]
    [InlineData("/a/*/c", "/a/c", false)]
    [InlineData("*ab", "aab", true)]
    [InlineData("/*a*b", "/xaxaxb", true)]
    [InlineData("/*a*b", "/xbxa", false)]
    [InlineData("/**", "/", true)]
    [InlineData("/Orders", "/orders", false)]
    [InlineData("", "/", false)]
    public void Matches_star_stands_for_any_run(string pattern, string path, bool matches)
        => Assert.Equal(matches, new PathGlob(pattern).Matches(path));

    [Fact]
    public void Matches_many_stars_on_a_long_path_stays_quick()
    {
        var pattern = new PathGlob(string.Concat(Enumerable.Repeat("*a", 40)) + "b");

        // An exponential search would never come back from this.
        Assert.False(pattern.Matches(new string('a', 2_000)));
    }

    [Fact]
    public void Matches_any_path_allocates_nothing()
    {
        var pattern = new PathGlob("/orders/*/lines*");
        pattern.Matches("/orders/1/lines/2");

        var before = GC.GetAllocatedBytesForCurrentThread();
        pattern.Matches("/orders/1/lines/2");
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
    }
}
