namespace Conduit.Simulator.Load;

/// <summary>What a request says. Immutable.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">Path and query, from the slash on, as they are sent.</param>
/// <param name="Body">What it carries; null: no body.</param>
internal sealed record SentRequest(HttpMethod Method, string Path, SentBody? Body = null)
{
    /// <summary>The path without the query.</summary>
    public string Route { get; } = Path.IndexOf('?', StringComparison.Ordinal) is var query and >= 0 ? Path[..query] : Path;
}

/// <summary>The body of a request. Immutable.</summary>
/// <param name="Size">In bytes.</param>
/// <param name="Content">What it holds; null where only the size matters.</param>
/// <param name="Type">Its media type; null: unnamed bytes.</param>
internal sealed record SentBody(int Size, ReadOnlyMemory<byte>? Content = null, string? Type = null);
