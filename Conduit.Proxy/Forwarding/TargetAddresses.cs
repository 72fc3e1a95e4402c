using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Conduit.Proxy.Forwarding;

/// <summary>
/// Where requests go at their upstreams, for routes that leave path and query as they are. To put an address together,
/// check it and take it apart costs a twentieth of a request: from the second time on that of a path is kept, in a fixed
/// number of places, whoever asks last; one with a query never. Thread-safe.
/// </summary>
internal sealed class TargetAddresses : RequestTransform, ITransformProvider
{
    // Room for a thousand upstreams, or for far more paths than make up most of a service's traffic; a power of two.
    private const int Places = 4_096;

    private const int LongestPath = 128;

    // What the server, which has matched the route, and an address may read differently.
    private static readonly SearchValues<string> Ambiguous = SearchValues.Create(["\\", "#", "/.", "/%2e"], StringComparison.OrdinalIgnoreCase);

    private readonly int[] _asked = new int[Places];
    private readonly Target?[] _targets = new Target?[Places];

    public void ValidateRoute(TransformRouteValidationContext context)
    {
    }

    public void ValidateCluster(TransformClusterValidationContext context)
    {
    }

    // A route's own transforms may change path and query, and would find the address made already.
    public void Apply(TransformBuilderContext context)
    {
        if (context.Route.Transforms is null or { Count: 0 })
        {
            context.RequestTransforms.Add(this);
        }
    }

    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var path = context.Path.Value ?? "";
        if (path.Contains('%', StringComparison.Ordinal))
        {
            context.ProxyRequest.RequestUri = AsAskedFor(context);
        }
        else if (!context.HttpContext.Request.QueryString.HasValue && path.Length <= LongestPath)
        {
            context.ProxyRequest.RequestUri = Find(context.DestinationPrefix, path);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// The server leaves an encoded slash in the path as it is and decodes all else: YARP, which encodes all of it anew, would
    /// send <c>%252F</c> for <c>%2F</c>, and the path alone does not tell the two apart. Null to leave it to YARP.
    /// </summary>
    private static Uri? AsAskedFor(RequestTransformContext context)
    {
        var target = context.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return target.StartsWith('/') && !target.AsSpan().ContainsAny(Ambiguous)
            ? new Uri(string.Concat(context.DestinationPrefix.AsSpan().TrimEnd('/'), target))
            : null;
    }

    /// <summary>The address of a path at an upstream; null if it is not known yet.</summary>
    private Uri? Find(string upstream, string path)
    {
        // The upstream's name is the same object for all of its requests, until it is configured anew.
        var hash = path.GetHashCode(StringComparison.Ordinal) ^ RuntimeHelpers.GetHashCode(upstream);
        var place = hash & (Places - 1);
        if (Volatile.Read(ref _targets[place]) is { } known && ReferenceEquals(known.Upstream, upstream) && known.Path == path)
        {
            return known.Address;
        }

        if (Volatile.Read(ref _asked[place]) != hash)
        {
            Volatile.Write(ref _asked[place], hash);
            return null;
        }

        var address = RequestUtilities.MakeDestinationAddress(upstream, new PathString(path), QueryString.Empty);
        Volatile.Write(ref _targets[place], new Target(upstream, path, address));
        return address;
    }

    private sealed record Target(string Upstream, string Path, Uri Address);
}
