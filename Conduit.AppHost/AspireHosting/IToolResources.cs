namespace Conduit.AppHost.AspireHosting;

/// <summary>Adds Prometheus and Grafana in the way this machine can run them.</summary>
internal interface IToolResources
{
    /// <summary>Where Grafana finds it; null where it is left out.</summary>
    Task<EndpointReference?> AddPrometheusAsync();

    void AddGrafana(EndpointReference prometheus);
}
