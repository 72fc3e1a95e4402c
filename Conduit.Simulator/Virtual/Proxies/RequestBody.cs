using Conduit.Routing;

namespace Conduit.Simulator.Virtual.Proxies;

/// <summary>The body of a kind of request as a proxy takes it. Immutable.</summary>
/// <param name="Kind">Whether it can be sent again.</param>
/// <param name="Bytes">The body, if it is held in memory.</param>
internal sealed record RequestBody(BodyKind Kind, ReadOnlyMemory<byte> Bytes)
{
    private static readonly RequestBody None = new(BodyKind.None, default);

    /// <summary>A body of a size, or none.</summary>
    /// <param name="size">In bytes.</param>
    /// <param name="mostHeld">The largest that is held in memory.</param>
    public static RequestBody Of(int? size, int mostHeld) => size switch
    {
        null or 0 => None,
        { } bytes when bytes <= mostHeld => new(BodyKind.Buffered, new byte[bytes]),
        _ => new(BodyKind.Streamed, default),
    };
}
