using Conduit.ProxyBench;
using Conduit.ProxyBench.Load;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Conduit.Tests.Benchmarks;

public sealed class EventLoopLoadTests
{
    private const int Mebi = 1 << 20;

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(0.3);

    [Fact]
    public async Task Open_loop_sends_every_request_that_is_due()
    {
        await using var upstream = BenchUpstream.Build("http://127.0.0.1:0");

        var result = await RunAsync(upstream, new LoadShape { Connections = 8, InFlight = 8, Rate = 200 });

        Assert.Equal(60, result.Requests);
        Assert.Equal(0, result.Errors);
        Assert.True(result.P99 >= result.P50 && result.P50 > TimeSpan.Zero, $"{result}");
    }

    [Fact]
    public async Task Connections_beyond_those_under_way_take_turns()
    {
        var seen = new HashSet<string>();
        await using var server = Server(context =>
        {
            lock (seen)
            {
                seen.Add(context.Connection.Id);
            }

            context.Response.ContentLength = 0;
            return Task.CompletedTask;
        });

        var result = await RunAsync(server, new LoadShape { Connections = 30, InFlight = 1, Rate = 100 });

        Assert.Equal(30, result.Requests);
        Assert.Equal(30, seen.Count);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(3 * Mebi, null)]
    [InlineData(0, 3 * Mebi)]
    public async Task Bodies_of_any_size_pass_whole(int down, int? up)
    {
        await using var upstream = BenchUpstream.Build("http://127.0.0.1:0");

        var result = await RunAsync(upstream, new LoadShape { Connections = 2, InFlight = 2, PathAndQuery = BenchUpstream.PathFor(down), UploadBytes = up });

        Assert.True(result.Requests > 0);
        Assert.Equal(0, result.Errors);
    }

    [Fact]
    public async Task Answers_that_failed_and_connections_that_broke_are_errors()
    {
        var count = 0;
        await using var server = Server(context =>
        {
            switch (Interlocked.Increment(ref count) % 3)
            {
                case 0:
                    context.Abort();
                    break;
                case 1:
                    context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                    break;
            }

            context.Response.ContentLength = 0;
            return Task.CompletedTask;
        });

        var result = await RunAsync(server, new LoadShape { Connections = 1, InFlight = 1, Rate = 100 });

        Assert.Equal(20, result.Errors);
        Assert.Equal(20, result.Requests);
    }

    private static async Task<LoadResult> RunAsync(WebApplication server, LoadShape shape)
    {
        await server.StartAsync(TestContext.Current.CancellationToken);
        return await new EventLoopLoad(shape, TimeProvider.System)
            .RunAsync(new Uri(server.Urls.First()), TimeSpan.Zero, Length, () => Task.CompletedTask, TestContext.Current.CancellationToken);
    }

    private static WebApplication Server(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.Run(answer);
        return server;
    }
}
