using System.Globalization;
using Conduit.Routing;
using Conduit.Routing.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Conduit.Yarp;

/// <summary>Ties outgoing messages to their requests, tells clients what was decided, and checks Conduit's metadata in YARP's configuration.</summary>
internal sealed class ConduitTransforms : ITransformProvider
{
    private const double LeastWeight = 0.01;
    private const double MostWeight = 1000;

    private readonly ClusterRouters _routers;
    private readonly bool _decisionHeaders;
    private readonly RouterOptions _defaults;

    public ConduitTransforms(ClusterRouters routers, IOptions<ConduitYarpOptions> options)
    {
        _routers = routers;
        _decisionHeaders = options.Value.DecisionHeaders;
        _defaults = options.Value.Routing;
    }

    public void ValidateRoute(TransformRouteValidationContext context)
    {
        foreach (var mistake in RouteSettings.Mistakes(context.Route, _defaults))
        {
            context.Errors.Add(new FormatException(mistake));
        }
    }

    public void ValidateCluster(TransformClusterValidationContext context)
    {
        foreach (var (id, destination) in context.Cluster.Destinations ?? new Dictionary<string, DestinationConfig>())
        {
            var key = $"ReverseProxy:Clusters:{context.Cluster.ClusterId}:Destinations:{id}:Metadata";
            if (destination.Metadata?.TryGetValue(ClusterRouters.WeightKey, out var weight) == true
                && !(double.TryParse(weight, CultureInfo.InvariantCulture, out var value) && value is >= LeastWeight and <= MostWeight))
            {
                context.Errors.Add(new FormatException($"{key}:{ClusterRouters.WeightKey} = {weight}: allowed is {LeastWeight} to {MostWeight}"));
            }

            if (destination.Metadata?.TryGetValue(ClusterRouters.Http2AddressKey, out var address) == true
                && !(Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https")))
            {
                context.Errors.Add(new FormatException($"{key}:{ClusterRouters.Http2AddressKey} = {address}: allowed is an http or https URL"));
            }
        }
    }

    public void Apply(TransformBuilderContext context)
    {
        if (!_routers.HaveForwarder)
        {
            context.AddRequestTransform(static transform =>
            {
                if (transform.HttpContext.GetRoutedRequest() is { } routed)
                {
                    transform.ProxyRequest.SetRoutedRequest(routed);
                }

                return ValueTask.CompletedTask;
            });
        }

        if (context.Cluster?.SessionAffinity?.Enabled == true)
        {
            context.ResponseTransforms.Insert(0, new AnsweringDestination());
        }

        context.AddResponseTransform(transform =>
        {
            if (_decisionHeaders && transform.HttpContext.GetRoutedRequest() is { AttemptCount: > 0 } routed)
            {
                DecisionHeaders.Write(routed, transform.HttpContext.Response.Headers);
            }

            return transform.ProxyResponse is { } answer
                ? PromptBody.AttachAsync(answer, transform.HttpContext.Response, transform.CancellationToken)
                : ValueTask.CompletedTask;
        });
    }
}
