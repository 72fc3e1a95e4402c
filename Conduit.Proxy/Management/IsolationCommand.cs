namespace Conduit.Proxy.Management;

/// <summary>Body of <c>PUT /_conduit/upstreams/{id}</c>.</summary>
/// <param name="Isolated">True to exclude the upstream, false to let it back.</param>
internal sealed record IsolationCommand(bool? Isolated);
