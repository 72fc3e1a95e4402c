using System.Reflection;

namespace Conduit.AppHost;

/// <summary>Why the build chose this host; Aspire.props writes it into the assembly.</summary>
internal static class HostReason
{
    public static string Text => typeof(HostReason).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(metadata => string.Equals(metadata.Key, nameof(HostReason), StringComparison.Ordinal))
        .Value ?? "unknown";
}
