namespace Conduit.ProxyBench.Load;

/// <summary>What is sent, and how much of it at once. Immutable.</summary>
internal sealed record LoadShape
{
    /// <summary>Connections kept alive; they take turns.</summary>
    public required int Connections { get; init; }

    /// <summary>Requests that are under way at once, at most.</summary>
    public required int InFlight { get; init; }

    /// <summary>Requests a second whatever the answers take; 0 for as many as go through.</summary>
    public int Rate { get; init; }

    public string PathAndQuery { get; init; } = "/";

    /// <summary>Bytes to upload with a POST; null for a GET.</summary>
    public long? UploadBytes { get; init; }
}
