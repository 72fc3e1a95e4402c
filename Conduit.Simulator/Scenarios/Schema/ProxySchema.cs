using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Conduit.Lab;
using Conduit.Simulator.Virtual.Proxies;

namespace Conduit.Simulator.Scenarios.Schema;

/// <summary><c>proxy</c> in JSON Schema: the modelled proxy's options as they are, with their defaults.</summary>
internal static class ProxySchema
{
    public static JsonObject Of() => Part(
        new VirtualProxyOptions(),
        "Conduit options for this run, in virtual time; what they mean and their ranges are as in the proxy's configuration.");

    private static JsonObject Part(object options, string description)
    {
        var keys = new JsonObject();
        foreach (var property in options.GetType().GetProperties().Where(property => property.CanWrite).OrderBy(property => property.Name, StringComparer.Ordinal))
        {
            keys[property.Name] = Property(property, property.GetValue(options));
        }

        return SchemaForms.Mapping(description, keys);
    }

    private static JsonObject Property(PropertyInfo property, object? value)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (value is not null and not IDictionary && !TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string)))
        {
            return Part(value, $"Options of {property.Name}.");
        }

        var usual = value switch
        {
            TimeSpan time => DurationText.Format(time),
            null => "none",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
        // The values themselves are the configuration's to judge.
        return new JsonObject { ["type"] = SchemaForms.List(["string", "number", "boolean"]), ["description"] = $"{Kind(type)}; default {usual}." };
    }

    private static string Kind(Type type)
        => type == typeof(TimeSpan) ? "A duration such as 250ms, 20s or 00:00:01.5"
            : type == typeof(bool) ? "true or false"
            : type == typeof(double) ? "A number"
            : type.IsEnum ? $"One of {string.Join(", ", Enum.GetNames(type))}"
            : "A whole number";
}
