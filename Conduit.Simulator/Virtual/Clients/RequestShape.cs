using Conduit.Simulator.Scenarios.Model;
using Conduit.Simulator.Virtual.Proxies;

namespace Conduit.Simulator.Virtual.Clients;

/// <summary>All that requests of one kind have in common, made once.</summary>
internal sealed class RequestShape
{
    private const int MostN = 1000;

    private readonly string?[] _paths = new string?[MostN + 1];
    private readonly RequestTemplate _template;

    /// <param name="template">The kind of request.</param>
    /// <param name="mostHeldBody">The largest body a proxy holds in memory.</param>
    /// <param name="pathsMatter">Whether anything looks at the number in a path.</param>
    public RequestShape(RequestTemplate template, int mostHeldBody, bool pathsMatter)
    {
        _template = template;
        Method = new HttpMethod(template.Method);
        Body = RequestBody.Of(template.BodyBytes, mostHeldBody);
        if (!pathsMatter)
        {
            Array.Fill(_paths, PathOf(1));
        }
    }

    public HttpMethod Method { get; }

    public RequestBody Body { get; }

    /// <summary>The path of one request, without query.</summary>
    public string Path(int n) => _paths[n] ??= PathOf(n);

    private string PathOf(int n)
    {
        var path = _template.PathFor(n);
        var query = path.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? path : path[..query];
    }
}
