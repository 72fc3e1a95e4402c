using System.Net.Http.Headers;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Load;

/// <summary>One kind of request, with all that its requests have in common made once. Thread-safe.</summary>
internal sealed class PreparedRequest
{
    private static readonly MediaTypeHeaderValue BodyType = new("application/octet-stream");

    private readonly Uri _target;
    private readonly RequestTemplate _template;
    private readonly Version _version;
    private readonly HttpMethod _method;
    private readonly byte[]? _body;
    // By number. To parse an address costs more than to send to it; two threads that both do so do no harm.
    private readonly Uri?[] _addresses = new Uri?[ArrivalSchedule.MostN + 1];

    /// <param name="target">Where its requests go.</param>
    /// <param name="template">What they are.</param>
    /// <param name="version">The HTTP version, that one and no other.</param>
    public PreparedRequest(Uri target, RequestTemplate template, Version version)
    {
        _target = target;
        _template = template;
        _version = version;
        _method = HttpMethod.Parse(template.Method);
        if (template.BodyBytes is { } size)
        {
            _body = new byte[size];
            Array.Fill(_body, (byte)'x');
        }
    }

    /// <summary>A message to send once.</summary>
    /// <param name="n">What stands in for <c>{n}</c>.</param>
    public HttpRequestMessage Message(int n)
    {
        var address = _addresses[n] ??= new Uri(_target, _template.PathFor(n));
        var message = new HttpRequestMessage(_method, address) { Version = _version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        if (_body is not null)
        {
            message.Content = new ByteArrayContent(_body);
            message.Content.Headers.ContentType = BodyType;
        }

        return message;
    }
}
