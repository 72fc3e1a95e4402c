using Conduit.Tests.Integration;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Conduit.BrowserTests;

/// <summary>What the page tells and takes.</summary>
[Collection(BrowserCollection.Name)]
[Trait("Category", "Browser")]
public sealed class PageTests(BrowserFixture fixture)
{
    [Fact]
    public async Task Decision_that_is_chosen_is_explained_with_candidates_scores_and_outcome()
    {
        await using var window = await fixture.OpenAsync();

        await window.Decisions.First.ClickAsync();

        await Expect(window.Explanation.GetByTestId("outcome")).ToContainTextAsync("Answered 200");
        await Expect(window.Explanation.GetByTestId("why").First).Not.ToBeEmptyAsync();
        foreach (var upstream in (string[])["alpha", "beta"])
        {
            await Expect(window.Explanation.GetByTestId("candidate").Filter(new() { HasText = upstream }).First).ToContainTextAsync("closed");
        }

        await Expect(window.Explanation.GetByText("chosen", new() { Exact = true }).First).ToBeVisibleAsync();
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Stream_that_is_paused_stands_still_until_it_is_resumed()
    {
        await using var window = await fixture.OpenAsync();
        await Expect(window.Page.GetByTestId("stream")).ToHaveTextAsync("a sample, live");

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(window.Page.GetByTestId("stream")).ToHaveTextAsync("paused");
        await window.Page.Mouse.MoveAsync(5, 5);
        var before = await window.Decisions.First.InnerTextAsync();
        var beats = await BeatsAsync(window);
        await Until.TrueAsync(async () => await BeatsAsync(window) > beats + 3, LiveViewWindow.Patience, "the charts go on");
        Assert.Equal(before, await window.Decisions.First.InnerTextAsync());

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await window.Page.Mouse.MoveAsync(5, 5);
        await window.Page.EvaluateAsync("document.activeElement.blur()");
        await Until.TrueAsync(async () => await window.Decisions.First.InnerTextAsync() != before, LiveViewWindow.Patience, "the stream goes on");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Scenario_that_is_picked_starts_and_stops()
    {
        await using var window = await fixture.OpenAsync();

        await window.Page.GetByLabel("Scenario to run").SelectOptionAsync("steady");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();

        await Expect(window.Said).ToHaveTextAsync("steady begins.");
        await Expect(window.Run).ToContainTextAsync("of 30 s");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await Expect(window.Said).ToHaveTextAsync("The run is stopped.");
        await Expect(window.Run).Not.ToContainTextAsync("of 30 s");
        await Expect(window.Run).ToContainTextAsync("calm");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Keyboard_alone_explains_a_decision_and_shows_where_it_is()
    {
        await using var window = await fixture.OpenAsync();

        await FocusAsync(window, "document.activeElement.matches('.decision')");
        var outline = await window.Page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle");
        await window.Page.Keyboard.PressAsync("Enter");

        Assert.Equal("solid", outline);
        await Expect(window.Explanation.GetByTestId("outcome")).ToContainTextAsync("Answered");
        await FocusAsync(window, "document.activeElement.ariaLabel === 'Close the explanation'");
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Explanation).ToContainTextAsync("Choose a decision");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Second_viewer_adds_no_subscription_at_the_proxy()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Counts connections in /proc.");
        await using var first = await fixture.OpenAsync();
        var viewer = fixture.Lab.Processes().Last(process => process.CommandLine.Contains("Conduit.LiveView", StringComparison.Ordinal)).Id;
        var port = fixture.Lab.Address("proxy").Port;
        var one = TcpConnections.Count(viewer, port);

        await using var second = await fixture.OpenAsync();

        Assert.Equal(1, one);
        Assert.Equal(1, TcpConnections.Count(viewer, port));
        Assert.Empty(first.Complaints.Concat(second.Complaints));
    }

    // Points that the first chart has drawn.
    private static Task<int> BeatsAsync(LiveViewWindow window)
        => window.Page.EvaluateAsync<int>("echarts.getInstanceByDom(document.querySelector('.chart')).getOption().series[0].data?.length ?? 0");

    private static async Task FocusAsync(LiveViewWindow window, string there)
    {
        for (var press = 0; press < 80; press++)
        {
            await window.Page.Keyboard.PressAsync("Tab");
            if (await window.Page.EvaluateAsync<bool>(there))
            {
                return;
            }
        }

        Assert.Fail($"Tab never comes to {there}.");
    }
}
