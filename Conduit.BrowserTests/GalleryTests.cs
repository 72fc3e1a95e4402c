using System.Diagnostics;
using Conduit.AppHost;
using Microsoft.Playwright;

namespace Conduit.BrowserTests;

/// <summary>
/// The charts of <c>scenarios/README.md</c>: each scenario is run as its section says, against a lab of real processes or in
/// virtual time, and its report's charts are photographed.
/// </summary>
[Collection(BrowserCollection.Name)]
[Trait("Category", "Browser")]
public sealed class GalleryTests(BrowserFixture fixture)
{
    private const int Width = 820;
    private const int Missed = 1;

    private static readonly string Scenarios = Path.Combine(LabFolders.Find().Root, "scenarios");

    public static TheoryData<string> Names => [.. Directory.GetFiles(Scenarios, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Picture_of_the_scenario_is_the_gallerys(string scenario)
    {
        Assert.SkipWhen(Pictures.Gallery is null, $"{Pictures.GalleryVariable}=scenarios/charts runs every scenario and writes its charts anew.");
        Assert.SkipWhen(Chromium.Path is null, "No Chromium on PATH: apt-get install chromium.");
        var report = Path.Combine(Path.GetTempPath(), $"conduit-gallery-{scenario}.html");
        try
        {
            await RunAsync(scenario, report);
            Directory.CreateDirectory(Pictures.Gallery);
            await PhotographAsync(report, ColorScheme.Light, Path.Combine(Pictures.Gallery, $"{scenario}.png"));
            await PhotographAsync(report, ColorScheme.Dark, Path.Combine(Pictures.Gallery, $"{scenario}-dark.png"));
        }
        finally
        {
            File.Delete(report);
        }
    }

    private async Task RunAsync(string scenario, string report)
    {
        var isLive = File.ReadAllText(Path.Combine(Scenarios, "README.md")).Contains($"make simulate SCENARIO={scenario}`", StringComparison.Ordinal);
        string[] how = isLive ? ["--target", Text(fixture.Lab.Address("proxy")), "--lab", Text(fixture.Lab.Address("simulator"))] : ["--virtual"];
        var folder = Path.GetFullPath(Path.Combine(
            AppContext.BaseDirectory, "..", "..", "Conduit.Simulator", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))));
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(folder, "Conduit.Simulator.dll"), "run", scenario, .. how, "--report", report, "--quiet"])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var run = Process.Start(start)!;
        var said = await run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(run.ExitCode is 0 or Missed, said);
    }

    private async Task PhotographAsync(string report, ColorScheme scheme, string picture)
    {
        var page = await fixture.PageAsync(scheme, Width);
        await page.GotoAsync(new Uri(report).AbsoluteUri);
        var first = await BoxAsync(page, "#latency");
        var last = await BoxAsync(page, "#shares");
        await page.ScreenshotAsync(new()
        {
            Path = picture,
            FullPage = true,
            Clip = new() { X = first.X, Y = first.Y, Width = first.Width, Height = last.Y + last.Height - first.Y },
        });
        await page.Context.CloseAsync();
    }

    /// <summary>The place of a chart with its heading.</summary>
    private static async Task<LocatorBoundingBoxResult> BoxAsync(IPage page, string chart)
        => await page.Locator($"section:has({chart})").BoundingBoxAsync() ?? throw new InvalidOperationException($"The report has no chart {chart}.");

    private static string Text(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
