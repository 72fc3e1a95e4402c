namespace Conduit.Upstreams.Faults;

/// <summary>The connection is reset in place of an answer.</summary>
internal static class ResetFault
{
    public static void Apply(HttpContext context) => context.Abort();
}
