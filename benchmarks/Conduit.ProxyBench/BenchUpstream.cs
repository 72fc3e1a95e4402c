using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Conduit.ProxyBench;

/// <summary>What stands behind every proxy: a bare Kestrel that answers anything with the same 128 bytes, in a process of its own.</summary>
internal static class BenchUpstream
{
    public const string Verb = "upstream";

    private const int BodyBytes = 128;

    public static async Task<int> RunAsync(string[] addresses)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true).UseUrls(addresses);
        await using var app = builder.Build();
        var body = new byte[BodyBytes];
        Array.Fill(body, (byte)'x');
        app.Run(context =>
        {
            context.Response.ContentType = "text/plain";
            context.Response.ContentLength = BodyBytes;
            return context.Response.Body.WriteAsync(body).AsTask();
        });
        await app.RunAsync();
        return 0;
    }
}
