namespace Conduit.Simulator.Scenarios.Reading;

internal static class RequiredKeys
{
    /// <summary>The value that was read, or its default after reporting that the key is missing.</summary>
    public static T Required<T>(this MappingReader reader, string key, T? value)
        where T : struct
    {
        if (!reader.Has(key))
        {
            reader.Wrong(key, "missing; it has no default");
        }

        return value.GetValueOrDefault();
    }
}
