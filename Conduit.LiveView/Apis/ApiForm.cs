using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Conduit.LiveView.Apis;

/// <summary>How the services' messages are read: as <see cref="ApiJson"/> has them, and without holes in their lists.</summary>
internal static class ApiForm
{
    private static readonly JsonSerializerOptions Options = new(ApiJson.Default.Options) { TypeInfoResolver = ApiJson.Default.WithAddedModifier(RefuseHoles) };

    /// <summary>The form of one kind of message. Reading by it ends in <see cref="JsonException"/> for what is none.</summary>
    public static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    private static void RefuseHoles(JsonTypeInfo form)
    {
        if (form.Kind != JsonTypeInfoKind.Enumerable)
        {
            return;
        }

        form.OnDeserialized = static list =>
        {
            foreach (var item in (IEnumerable)list)
            {
                if (item is null)
                {
                    throw new JsonException("A list holds null.");
                }
            }
        };
    }
}
