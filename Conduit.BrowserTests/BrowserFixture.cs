using Conduit.Tests.Integration;
using Microsoft.Playwright;

namespace Conduit.BrowserTests;

/// <summary>One lab of real processes and one browser for all tests; each test leaves the lab as it found it.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private const string Scenario = "Conduit__Simulator__Scenario";

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private ILab? _lab;

    internal ILab Lab => _lab ?? throw new InvalidOperationException("There is no lab without a browser.");

    public async ValueTask InitializeAsync()
    {
        if (Chromium.Path is null)
        {
            return;
        }

        // The services inherit it. Pictures show the load that people see.
        Environment.SetEnvironmentVariable(Scenario, Pictures.Folder is null ? Path.Combine(AppContext.BaseDirectory, "calm.yaml") : "steady");
        _lab = await Labs.StartAsync("prometheus,grafana");
        Assertions.SetDefaultExpectTimeout((float)LiveViewWindow.Patience.TotalMilliseconds);
        _playwright = await Playwright.CreateAsync();
        _playwright.Selectors.SetTestIdAttribute("data-test");
        // Debian's Chromium has no sandbox for root, which is who tests are in a container.
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Path, Args = ["--no-sandbox"] });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        if (_lab is not null)
        {
            await _lab.DisposeAsync();
        }
    }

    /// <summary>Opens the live view in a window of its own, and waits until it lives. Skips the test where there is no browser.</summary>
    internal async Task<LiveViewWindow> OpenAsync(ColorScheme scheme = ColorScheme.Light, int width = 1280, int height = 800)
    {
        Assert.SkipWhen(Chromium.Path is null, "No Chromium on PATH: apt-get install chromium.");
        var window = new LiveViewWindow(await PageAsync(scheme, width, height));
        await window.OpenAsync(Lab.Address("liveview"));
        return window;
    }

    /// <summary>An empty page in a window of its own; its owner closes the context.</summary>
    internal async Task<IPage> PageAsync(ColorScheme scheme, int width, int height = 800)
    {
        var context = await _browser!.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme });
        return await context.NewPageAsync();
    }
}

/// <summary>A lab takes the whole machine: nothing runs beside these tests.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class BrowserCollection : ICollectionFixture<BrowserFixture>
{
    public const string Name = "Browser";
}
