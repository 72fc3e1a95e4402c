using System.Diagnostics;
using System.Globalization;

namespace Conduit.Proxy.Telemetry;

/// <summary>W3C trace ids as numbers, which a record holds without memory of its own.</summary>
internal static class TraceIds
{
    private const int Digits = 32;

    public static Int128 Of(ActivityTraceId id) => Int128.Parse(id.ToHexString(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>Reads 32 hex digits; null for anything else, and for the id of all zeros, which W3C forbids.</summary>
    public static Int128? Parse(string text)
        => text.Length == Digits && Int128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id) && id != 0 ? id : null;
}
