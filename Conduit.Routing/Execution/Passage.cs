namespace Conduit.Routing.Execution;

/// <summary>What a message carries with it: its request, which attempt it is, and where it points. Belongs to the flow of control that sends it.</summary>
internal sealed class Passage
{
    /// <summary>The request; null while it takes no part in routing.</summary>
    public RoutedRequest? Request { get; set; }

    /// <summary>The attempt's number; −1 before the executor has sent it.</summary>
    public int Attempt { get; set; } = -1;

    /// <summary>Where it points; null while only its sender knows.</summary>
    public Uri? Base { get; set; }

    /// <summary>The version its sender wants; null until <see cref="Base"/> was set.</summary>
    public Version? Version { get; set; }

    /// <summary>How its sender wants the version chosen.</summary>
    public HttpVersionPolicy VersionPolicy { get; set; }

    public Passage Copy() => (Passage)MemberwiseClone();
}
