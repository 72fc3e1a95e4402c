using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Conduit.ProxyBench;

/// <summary>
/// What stands behind every proxy: a bare Kestrel in a process of its own, at as many addresses as a pool is to have. It
/// swallows what is uploaded and answers anything with 128 bytes, or with as many as the query says: <c>?bytes=1024</c>.
/// </summary>
internal static class BenchUpstream
{
    public const string Verb = "upstream";

    private const string Query = "?bytes=";
    private const int UsualBytes = 128;

    private static readonly byte[] Body = CreateBody();

    public static async Task<int> RunAsync(string[] addresses)
    {
        await using var upstream = Build(addresses);
        await upstream.RunAsync();
        return 0;
    }

    public static WebApplication Build(params string[] addresses)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null)
            .UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true)
            .UseUrls(addresses);
        var upstream = builder.Build();
        upstream.Run(AnswerAsync);
        return upstream;
    }

    public static string PathFor(long bytes) => $"/{Query}{bytes}";

    private static Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain";
        if (context.Request.ContentLength is null or 0 && context.Request.QueryString.Value is null or "")
        {
            context.Response.ContentLength = UsualBytes;
            return context.Response.Body.WriteAsync(Body.AsMemory(0, UsualBytes)).AsTask();
        }

        return ExchangeAsync(context);
    }

    private static async Task ExchangeAsync(HttpContext context)
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        var query = context.Request.QueryString.Value ?? "";
        var left = query.StartsWith(Query, StringComparison.Ordinal) ? long.Parse(query.AsSpan(Query.Length), CultureInfo.InvariantCulture) : UsualBytes;
        context.Response.ContentLength = left;
        for (; left > 0; left -= Body.Length)
        {
            await context.Response.Body.WriteAsync(Body.AsMemory(0, (int)Math.Min(left, Body.Length)));
        }
    }

    private static byte[] CreateBody()
    {
        var body = new byte[64 * 1024];
        Array.Fill(body, (byte)'x');
        return body;
    }
}
