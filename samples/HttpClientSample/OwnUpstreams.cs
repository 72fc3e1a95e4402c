using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HttpClientSample;

/// <summary>The upstreams of the command line, or two started here: alpha fails every request, beta answers all.</summary>
internal sealed class OwnUpstreams : IAsyncDisposable
{
    private readonly List<WebApplication> _started = [];
    private readonly Dictionary<string, Uri> _addresses = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Uri> Addresses => _addresses;

    public static async Task<OwnUpstreams> StartAsync(string[] urls)
    {
        var upstreams = new OwnUpstreams();
        foreach (var url in urls)
        {
            upstreams._addresses.Add($"upstream-{upstreams._addresses.Count + 1}", new Uri(url));
        }

        if (urls.Length == 0)
        {
            await upstreams.StartAsync("alpha", StatusCodes.Status503ServiceUnavailable);
            await upstreams.StartAsync("beta", StatusCodes.Status200OK);
        }

        return upstreams;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _started)
        {
            await app.DisposeAsync();
        }
    }

    private async Task StartAsync(string name, int status)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapFallback(() => Results.Text(name, statusCode: status));
        await app.StartAsync();
        _started.Add(app);
        _addresses.Add(name, new Uri(app.Urls.First()));
    }
}
