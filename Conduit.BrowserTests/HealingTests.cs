using System.Diagnostics;
using Conduit.Tests.Integration;
using static Microsoft.Playwright.Assertions;

namespace Conduit.BrowserTests;

/// <summary>Trouble, seen on the page and set from it.</summary>
[Collection(BrowserCollection.Name)]
[Trait("Category", "Browser")]
public sealed class HealingTests(BrowserFixture fixture)
{
    [Fact]
    public async Task Slow_pressed_on_alpha_moves_its_share_to_beta_and_heal_brings_it_back()
    {
        await using var window = await fixture.OpenAsync();

        await window.Button("alpha", "Slow").ClickAsync();

        await Expect(window.Said).ToHaveTextAsync("alpha answers 195 ms later for 30 s.");
        await Expect(window.Upstream("alpha").GetByTestId("fault")).ToContainTextAsync("slow, +195ms · ");
        await Expect(window.Button("alpha", "Slow")).ToHaveAttributeAsync("aria-pressed", "true");
        await window.ShareAsync("alpha", share => share <= 10, "alpha's share falls while it is slow");
        await window.ShareAsync("beta", share => share >= 90, "beta takes what alpha loses");
        await Expect(window.Headline).ToContainTextAsync("alpha");
        await Expect(window.Upstream("alpha").GetByTestId("condition")).Not.ToHaveTextAsync("healthy");

        await window.Button("alpha", "Heal").ClickAsync();

        await Expect(window.Upstream("alpha").GetByTestId("fault")).ToHaveCountAsync(0);
        await window.ShareAsync("alpha", share => share > 20, "alpha's share returns when it has healed");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Isolated_upstream_gets_nothing_until_it_is_released()
    {
        await using var window = await fixture.OpenAsync();

        await window.Button("beta", "Isolate").ClickAsync();

        await Expect(window.Upstream("beta").GetByTestId("condition")).ToHaveTextAsync("isolated by hand");
        await window.ShareAsync("beta", share => share == 0, "nothing goes to an isolated beta");

        await window.Button("beta", "Release").ClickAsync();

        await window.ShareAsync("beta", share => share > 20, "beta takes traffic again");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Proxy_that_is_killed_is_missed_in_words_and_found_again()
    {
        await using var window = await fixture.OpenAsync();
        var proxy = fixture.Lab.Processes().Last(process => process.CommandLine.Contains("Conduit.Proxy", StringComparison.Ordinal));

        Process.GetProcessById(proxy.Id).Kill();

        // All in one look: the host may start it again before the next.
        await Expect(window.Lost.Filter(new() { HasText = "Trying again" })).ToContainTextAsync("The proxy does not answer");
        // The host starts it again.
        await Expect(window.Lost).ToHaveCountAsync(0);
        await window.ShareAsync("alpha", share => share > 20, "alpha takes traffic again");
        await window.ShareAsync("beta", share => share > 20, "beta takes traffic again");
        await Until.TrueAsync(() => !proxy.IsAlive, LiveViewWindow.Patience, "another proxy answers");
        Assert.Empty(window.Complaints);
    }
}
