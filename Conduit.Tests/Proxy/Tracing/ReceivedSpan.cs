using System.Globalization;

namespace Conduit.Tests.Proxy.Tracing;

/// <summary>A span as a collector sees it.</summary>
internal sealed record ReceivedSpan(string Service, ExportedSpan Span)
{
    public string TraceId { get; } = Convert.ToHexStringLower(Span.TraceId.ToByteArray());

    public string Id { get; } = Convert.ToHexStringLower(Span.SpanId.ToByteArray());

    public string Parent { get; } = Convert.ToHexStringLower(Span.ParentSpanId.ToByteArray());

    /// <summary>An attribute as text; null if it is not there.</summary>
    public string? this[string key] => Span.Attributes.FirstOrDefault(attribute => attribute.Key == key)?.Value is { } value ? Text(value) : null;

    private static string Text(AttributeValue value) => value.ValueCase switch
    {
        AttributeValue.ValueOneofCase.Flag => value.Flag ? "true" : "false",
        AttributeValue.ValueOneofCase.Whole => value.Whole.ToString(CultureInfo.InvariantCulture),
        AttributeValue.ValueOneofCase.Number => value.Number.ToString(CultureInfo.InvariantCulture),
        AttributeValue.ValueOneofCase.List => string.Join(", ", value.List.Values.Select(Text)),
        _ => value.Text,
    };
}
