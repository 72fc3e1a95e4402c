namespace Conduit.ServiceDefaults;

/// <summary>Who may command a service. Immutable.</summary>
/// <param name="FromElsewhere">True to take commands from other machines too, as among containers.</param>
/// <param name="Key">The setting behind it, for messages.</param>
public sealed record CommandAccess(bool FromElsewhere, string Key = "Conduit:RemoteCommands")
{
    /// <summary>Further names this machine goes by in a request's <c>Host</c>.</summary>
    public IReadOnlyCollection<string> Hosts { get; init; } = [];

    internal string Remedy => $"{Key}=true";
}
