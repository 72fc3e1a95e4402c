using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Conduit.BrowserTests;

/// <summary>That everyone can use the page, on what they have.</summary>
[Collection(BrowserCollection.Name)]
[Trait("Category", "Browser")]
public sealed class LooksTests(BrowserFixture fixture)
{
    private static readonly string[] Grave = ["serious", "critical"];

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Page_in_either_scheme_shuts_nobody_out(ColorScheme scheme)
    {
        await using var window = await fixture.OpenAsync(scheme);
        await window.Decisions.First.ClickAsync();
        await Expect(window.Explanation.GetByTestId("outcome")).ToBeVisibleAsync();

        // What it sees is judged as it stands, so the page may not change meanwhile.
        var issues = await window.Page.RunAxe();

        Assert.Empty(issues.Violations.Where(issue => Grave.Contains(issue.Impact, StringComparer.Ordinal))
            .Select(issue => $"{issue.Id}: {issue.Help}: {string.Join(" | ", issue.Nodes.Select(node => node.Html))}"));
        Assert.Empty(window.Complaints);
    }

    [Theory]
    [InlineData(390, 844)]
    [InlineData(768, 1024)]
    [InlineData(1280, 800)]
    public async Task Page_on_a_screen_of_this_size_is_never_wider_than_it(int width, int height)
    {
        await using var window = await fixture.OpenAsync(width: width, height: height);

        Assert.Equal(width, await window.Page.EvaluateAsync<int>("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"));
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Page_on_a_laptop_needs_no_scrolling_and_keeps_its_bar_on_one_line_whatever_it_counts()
    {
        await using var window = await fixture.OpenAsync();
        Assert.InRange(await window.Page.EvaluateAsync<int>("document.documentElement.scrollHeight"), 1, 800);

        // Within one task: the page's own next figures come after it.
        var (before, after, height, width) = await MeasureAsync("12,345 ms", "a-scenario-of-a-long-name-in-its-second-phase");
        Assert.Equal(before, after);
        Assert.InRange(height, 1, 800);
        Assert.Equal(1280, width);

        async Task<(int Before, int After, int Height, int Width)> MeasureAsync(string figure, string run)
        {
            var sizes = await window.Page.EvaluateAsync<int[]>(
                """
                ([figure, run]) => {
                  const bar = document.querySelector(".bar");
                  const before = bar.offsetHeight;
                  bar.querySelectorAll(".totals dd").forEach(dd => dd.textContent = figure);
                  bar.querySelectorAll(".run .muted").forEach(phase => phase.textContent = run);
                  return [before, bar.offsetHeight, document.documentElement.scrollHeight, document.documentElement.scrollWidth];
                }
                """,
                new[] { figure, run });
            return (sizes[0], sizes[1], sizes[2], sizes[3]);
        }
    }
}
