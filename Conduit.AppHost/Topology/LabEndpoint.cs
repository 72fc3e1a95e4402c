namespace Conduit.AppHost.Topology;

/// <summary>One listener of a resource, on the loopback interface.</summary>
/// <param name="Name">What others call it: <c>http</c> is the one that service discovery finds.</param>
/// <param name="Port">Its TCP port.</param>
internal sealed record LabEndpoint(string Name, int Port)
{
    public const string Http = "http";
    public const string Control = "control";
    public const string H2c = "h2c";

    public string Url => $"http://localhost:{Port}";
}
