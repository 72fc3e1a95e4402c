using System.Net.Sockets;
using Conduit.Simulator.Runs.Target;
using Conduit.Tests.Proxy;
using Microsoft.AspNetCore.Http;

namespace Conduit.Tests.Simulator.Runs;

/// <summary>What a target tells, as far as it may be believed.</summary>
public sealed class TargetProbeTests
{
    private static readonly Dictionary<string, Uri> NoControls = new(StringComparer.Ordinal);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answer_in_a_charset_that_nobody_knows_tells_nothing()
    {
        await using var backend = await Backend.StartAsync("odd", context =>
        {
            context.Response.ContentType = "application/json; charset=nonsense";
            return context.Response.WriteAsync("{}", Stop);
        });
        using var http = new HttpMessageInvoker(Reaching(backend));

        var (target, problem) = await new TargetProbe(http, TimeProvider.System).LookAsync(backend.Address, NoControls, Stop);

        Assert.Null(problem);
        Assert.Null(target!.Upstreams);
    }

    /// <summary>Whatever the name of the machine, it is this backend.</summary>
    private static SocketsHttpHandler Reaching(Backend backend) => new()
    {
        UseProxy = false,
        ConnectCallback = async (_, stop) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(backend.Address.Host, backend.Address.Port, stop);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };
}
