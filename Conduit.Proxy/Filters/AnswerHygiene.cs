using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Conduit.Proxy.Filters;

/// <summary>Takes out of answers what their upstream meant for the proxy alone.</summary>
internal sealed class AnswerHygiene : ResponseTransform, ITransformProvider
{
    public void ValidateRoute(TransformRouteValidationContext context)
    {
    }

    public void ValidateCluster(TransformClusterValidationContext context)
    {
    }

    // The first, so that no upstream takes out what the proxy adds.
    public void Apply(TransformBuilderContext context) => context.ResponseTransforms.Insert(0, this);

    public override ValueTask ApplyAsync(ResponseTransformContext context)
    {
        if (context.ProxyResponse is { } answer && answer.Headers.NonValidated.TryGetValues(HeaderNames.Connection, out var connection))
        {
            foreach (var line in connection)
            {
                HopByHop.Remove(context.HttpContext.Response.Headers, line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            }
        }

        return ValueTask.CompletedTask;
    }
}
