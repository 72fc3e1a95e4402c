using Conduit.Proxy.Forwarding;
using Conduit.Tests.Yarp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Forwarder;

namespace Conduit.Tests.Proxy;

public sealed class ForwardingTimeTests
{
    [Theory]
    [InlineData("00:00:30", null, null)]
    [InlineData("00:10:00", null, "00:10:05")]
    [InlineData("00:10:00", "00:00:20", "00:00:20")]
    public async Task Route_whose_deadline_is_later_than_YARPs_own_limit_is_not_cut_short_by_it(string deadline, string? configured, string? expected)
    {
        var forwarder = new RememberingForwarder();
        await using var alpha = await Backend.StartAsync("alpha");
        await using var yarp = await RunningYarp.StartAsync(
            [
                .. RunningProxy.PoolOf("upstreams", [(alpha.Name, alpha.Address)]),
                ("ReverseProxy:Routes:upstreams:Metadata:Deadline", deadline),
                .. configured is null ? Array.Empty<(string, string)>() : [("ReverseProxy:Clusters:upstreams:HttpRequest:ActivityTimeout", configured)],
            ],
            services: services => services.AddSingleton<IHttpForwarder>(forwarder),
            pipeline: static pipeline =>
            {
                pipeline.UseConduit();
                pipeline.UseForwarderWhereRouted();
            });

        using var response = await yarp.Client.GetAsync("/");

        Assert.Equal(expected is null ? null : TimeSpan.Parse(expected), forwarder.ActivityTimeout);
    }

    private sealed class RememberingForwarder : IHttpForwarder
    {
        public TimeSpan? ActivityTimeout { get; private set; }

        public ValueTask<ForwarderError> SendAsync(
            HttpContext context, string destinationPrefix, HttpMessageInvoker httpClient, ForwarderRequestConfig requestConfig, HttpTransformer transformer)
        {
            ActivityTimeout = requestConfig.ActivityTimeout;
            return new(ForwarderError.None);
        }
    }
}
