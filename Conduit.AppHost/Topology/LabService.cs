namespace Conduit.AppHost.Topology;

/// <summary>One of the lab's own programs, as both hosts run it.</summary>
internal sealed record LabService(string Name, string Project, IReadOnlyList<LabEndpoint> Endpoints)
{
    public IReadOnlyList<string> Arguments { get; init; } = [];

    public IReadOnlyList<LabSetting> Settings { get; init; } = [];

    /// <summary>Resources whose <c>http</c> endpoint it finds by name through service discovery.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Resources that are healthy before it starts.</summary>
    public IReadOnlyList<string> WaitsFor { get; init; } = [];

    /// <summary>Where its health and its metrics are served.</summary>
    public string ManagementEndpoint { get; init; } = LabEndpoint.Http;

    public LabEndpoint Http => Endpoint(LabEndpoint.Http);

    public LabEndpoint Management => Endpoint(ManagementEndpoint);

    public LabEndpoint Endpoint(string name)
        => Endpoints.First(endpoint => string.Equals(endpoint.Name, name, StringComparison.Ordinal));
}
