using System.Diagnostics;
using Conduit.AppHost;
using Microsoft.Playwright;

namespace Conduit.BrowserTests.PictureTaking;

/// <summary>
/// The charts of <c>scenarios/README.md</c>: each scenario is run as its section says, against a lab of real processes or in
/// virtual time, and its report's charts are taken as the browser has drawn them.
/// </summary>
[Collection(BrowserCollection.Name)]
[Trait("Category", "Browser")]
public sealed class GalleryTests(BrowserFixture fixture)
{
    private const int Width = 820;
    private const int Missed = 1;

    // One picture of both, the first above the second, where a report has both; each has its legend and its fonts in it.
    private const string BothCharts = """
        () => {
          const gap = 16, ns = "http://www.w3.org/2000/svg";
          const picture = document.createElementNS(ns, "svg");
          let height = 0, width = 0;
          for (const id of ["latency", "shares"]) {
            const drawn = document.querySelector(`#${id} svg`);
            if (!drawn) {
              continue;
            }

            const chart = drawn.cloneNode(true);
            const [w, h] = [Number(chart.getAttribute("width")), Number(chart.getAttribute("height"))];
            chart.removeAttribute("style");
            chart.setAttribute("y", height);
            picture.append(chart);
            height += h + gap;
            width = Math.max(width, w);
          }
          picture.setAttribute("width", width);
          picture.setAttribute("height", height - gap);
          picture.setAttribute("viewBox", `0 0 ${width} ${height - gap}`);
          return new XMLSerializer().serializeToString(picture);
        }
        """;

    private static readonly string Scenarios = Path.Combine(LabFolders.Find().Root, "scenarios");

    public static TheoryData<string> Names => [.. Directory.GetFiles(Scenarios, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Picture_of_the_scenario_is_the_gallerys(string scenario)
    {
        Assert.True(Pictures.Gallery is not null, $"{Pictures.GalleryVariable} must name the folder of the charts: make gallery.");
        Assert.SkipWhen(Chromium.Path is null, "No Chromium on PATH: apt-get install chromium.");
        var report = Path.Combine(Path.GetTempPath(), $"conduit-gallery-{scenario}.html");
        try
        {
            await RunAsync(scenario, report);
            Directory.CreateDirectory(Pictures.Gallery);
            await DrawAsync(report, ColorScheme.Light, Path.Combine(Pictures.Gallery, $"{scenario}.svg"));
            await DrawAsync(report, ColorScheme.Dark, Path.Combine(Pictures.Gallery, $"{scenario}-dark.svg"));
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

    private async Task DrawAsync(string report, ColorScheme scheme, string picture)
    {
        var page = await fixture.PageAsync(scheme, Width);
        await page.GotoAsync(new Uri(report).AbsoluteUri);
        await File.WriteAllTextAsync(picture, await page.EvaluateAsync<string>(BothCharts) + "\n", TestContext.Current.CancellationToken);
        await page.Context.CloseAsync();
    }

    private static string Text(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
