using Conduit.Tests.Integration;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Conduit.BrowserTests.PictureTaking;

/// <summary>The pictures of the README.</summary>
[Collection(BrowserCollection.Name)]
[Trait("Category", "Browser")]
public sealed class ReadmeTests(BrowserFixture fixture)
{
    [Theory]
    [InlineData(ColorScheme.Light, "live-view.png")]
    [InlineData(ColorScheme.Dark, "live-view-dark.png")]
    public async Task Picture_of_the_page_while_alpha_is_slow_is_the_READMEs(ColorScheme scheme, string file)
    {
        Assert.True(Pictures.Folder is not null, $"{Pictures.Variable} must name the folder of the pictures: make pictures.");
        await using var window = await fixture.OpenAsync(scheme);
        await Until.TrueAsync(
            () => window.Page.EvaluateAsync<bool>("echarts.getInstanceByDom(document.querySelector('.chart')).getOption().series[0].data?.[0]?.[0] < -70"),
            TimeSpan.FromMinutes(3), "the charts have a minute behind them");

        await window.Button("alpha", "Slow").ClickAsync();
        await Expect(window.Upstream("alpha").GetByTestId("fault")).ToContainTextAsync("· 12 s");
        await window.Decisions.First.ClickAsync();
        await Expect(window.Explanation.GetByTestId("outcome")).ToBeVisibleAsync();
        await window.Page.Mouse.MoveAsync(5, 5);
        await window.Page.EvaluateAsync("document.activeElement.blur()");
        await window.Page.ScreenshotAsync(new() { Path = Path.Combine(Pictures.Folder, file), Animations = ScreenshotAnimations.Disabled });

        await window.Button("alpha", "Heal").ClickAsync();
        await window.ShareAsync("alpha", share => share > 20, "alpha's share returns");
    }
}
