using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Conduit.Simulator.Load;
using Conduit.Simulator.Scenarios.Reading;

namespace Conduit.Simulator.Recordings;

/// <summary>
/// The form of a body in a recording: null for none, a number for so many bytes of filling, a text for itself, or an
/// object with <c>text</c> or <c>base64</c>, and with <c>type</c> where its media type matters.
/// </summary>
internal static class RecordedBody
{
    private const string Form = "body is none; give null, a size up to 16777216, a text, or { \"text\" or \"base64\": …, \"type\": a media type }";

    public static void Write(Utf8JsonWriter json, SentBody? body)
    {
        switch (body)
        {
            case null:
                json.WriteNullValue();
                break;
            case { Content: null }:
                json.WriteNumberValue(body.Size);
                break;
            case { Content: { } content, Type: null } when AsText(content.Span) is { } text:
                json.WriteStringValue(text);
                break;
            case { Content: { } content }:
                json.WriteStartObject();
                if (AsText(content.Span) is { } words)
                {
                    json.WriteString("text", words);
                }
                else
                {
                    json.WriteBase64String("base64", content.Span);
                }

                if (body.Type is { } type)
                {
                    json.WriteString("type", type);
                }

                json.WriteEndObject();
                break;
        }
    }

    /// <summary>Reads a body from the value the reader stands on.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public static string? Read(ref Utf8JsonReader json, out SentBody? body)
    {
        body = null;
        switch (json.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.Number when json.TryGetInt32(out var size) && size is >= 0 and <= Limits.MostBodyBytes:
                body = new SentBody(size);
                return null;
            case JsonTokenType.String:
                body = Of(Encoding.UTF8.GetBytes(json.GetString()!), null);
                break;
            case JsonTokenType.StartObject:
                body = Object(ref json);
                break;
        }

        return body is null or { Size: > Limits.MostBodyBytes } ? Form : null;
    }

    private static SentBody? Object(ref Utf8JsonReader json)
    {
        byte[]? content = null;
        string? type = null;
        var good = true;
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            var key = json.GetString();
            json.Read();
            switch (key)
            {
                case "text" when content is null && json.TokenType == JsonTokenType.String:
                    content = Encoding.UTF8.GetBytes(json.GetString()!);
                    break;
                case "base64" when content is null && json.TokenType == JsonTokenType.String && json.TryGetBytesFromBase64(out content):
                    break;
                case "type" when type is null && json.TokenType == JsonTokenType.String && MediaTypeHeaderValue.TryParse(json.GetString(), out var parsed):
                    type = parsed.ToString();
                    break;
                default:
                    good = false;
                    json.Skip();
                    break;
            }
        }

        return good && content is not null ? Of(content, type) : null;
    }

    private static SentBody Of(byte[] content, string? type) => new(content.Length, content, type);

    // Only what reads back as the same bytes.
    private static string? AsText(ReadOnlySpan<byte> content)
    {
        if (content.ContainsAnyInRange((byte)0, (byte)8) || !System.Text.Unicode.Utf8.IsValid(content))
        {
            return null;
        }

        return Encoding.UTF8.GetString(content);
    }
}
