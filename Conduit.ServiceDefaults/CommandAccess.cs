namespace Conduit.ServiceDefaults;

/// <summary>Who may command a service. Immutable.</summary>
/// <param name="FromElsewhere">True to take commands from other machines too, as among containers.</param>
public sealed record CommandAccess(bool FromElsewhere);
