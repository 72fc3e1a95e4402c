using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Conduit.Tests.Integration;
using Microsoft.Playwright;

namespace Conduit.BrowserTests;

/// <summary>The live view in a browser window, as its user has it, and all that the browser complains of.</summary>
internal sealed partial class LiveViewWindow : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<string> _complaints = new();

    public LiveViewWindow(IPage page)
    {
        Page = page;
        page.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Enqueue(error);
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings on the console, breaches of the page's security policy among them.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public ILocator Headline => Page.GetByTestId("headline");

    public ILocator Lost => Page.GetByTestId("lost");

    public ILocator Said => Page.GetByTestId("said");

    public ILocator Run => Page.GetByTestId("run");

    public ILocator Explanation => Page.GetByTestId("explanation");

    public ILocator Decisions => Page.Locator(".decision");

    public ILocator Upstream(string name) => Page.GetByTestId($"upstream-{name}");

    public ILocator Button(string upstream, string label) => Upstream(upstream).GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^{label}", RegexOptions.None, Soon) });

    /// <summary>Opens the page; on return it is connected, the proxy answers and traffic flows.</summary>
    public async Task OpenAsync(Uri address)
    {
        await Page.GotoAsync(address.ToString());
        await Until.TrueAsync(async () => await ShareAsync("alpha") > 20 && await ShareAsync("beta") > 20, Patience, "the page shows that both upstreams take their part");
        await Until.TrueAsync(() => Page.EvaluateAsync<bool>("document.querySelectorAll('.chart canvas').length === 2"), Patience, "the charts are drawn");
    }

    /// <summary>An upstream's share as the page shows it, in percent.</summary>
    public async Task<int> ShareAsync(string upstream)
    {
        var share = Upstream(upstream).GetByTestId("share");
        return await share.CountAsync() == 0 ? -1 : int.Parse(Number().Match(await share.InnerTextAsync()).Value, CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until an upstream's share is as wanted.</summary>
    public Task ShareAsync(string upstream, Func<int, bool> wanted, string what) => Until.TrueAsync(async () => wanted(await ShareAsync(upstream)), Patience, what);

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();

    [GeneratedRegex(@"\d+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();
}
