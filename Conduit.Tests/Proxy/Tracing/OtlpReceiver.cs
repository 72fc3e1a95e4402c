using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Conduit.Tests.Integration;
using Microsoft.AspNetCore.Http;

namespace Conduit.Tests.Proxy.Tracing;

/// <summary>Takes what services export by OTLP over HTTP, as a collector does.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedSpan> _spans = new();
    private readonly StringBuilder _everything = new();
    private Backend _listener = null!;

    public Uri Address => _listener.Address;

    /// <summary>All bytes that came, as far as they are text.</summary>
    public string Everything
    {
        get
        {
            lock (_everything)
            {
                return _everything.ToString();
            }
        }
    }

    public static async Task<OtlpReceiver> StartAsync()
    {
        var receiver = new OtlpReceiver();
        receiver._listener = await Backend.StartAsync("collector", receiver.TakeAsync);
        return receiver;
    }

    /// <summary>The spans of a trace, once these are what is there.</summary>
    public async Task<IReadOnlyList<ReceivedSpan>> TraceAsync(string traceId, int spans)
    {
        IReadOnlyList<ReceivedSpan> trace = [];
        await Until.TrueAsync(
            () => (trace = [.. _spans.Where(span => span.TraceId == traceId)]).Count >= spans,
            RunningProxy.Patience, string.Create(CultureInfo.InvariantCulture, $"{spans} spans of {traceId}"));
        return trace;
    }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        lock (_everything)
        {
            _everything.Append(Encoding.Latin1.GetString(body.ToArray()));
        }

        if (context.Request.Path == "/v1/traces")
        {
            foreach (var service in SpanExport.Parser.ParseFrom(body.ToArray()).Services)
            {
                var name = service.Resource.Attributes.Single(attribute => attribute.Key == "service.name").Value.Text;
                foreach (var span in service.Sources.SelectMany(source => source.Spans))
                {
                    _spans.Enqueue(new ReceivedSpan(name, span));
                }
            }
        }

        // An empty message: all of it was taken.
        context.Response.ContentType = "application/x-protobuf";
    }
}
