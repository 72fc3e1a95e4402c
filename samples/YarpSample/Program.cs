// A plain YARP application with Conduit's router dropped in:  dotnet run --project samples/YarpSample
// Its two destinations are those of the lab (make dev); any others: --ReverseProxy:Clusters:orders:Destinations:alpha:Address=…
using Conduit.Yarp;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddReverseProxy()
    .LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"))
    .AddConduit(builder.Configuration.GetSection("Conduit"));

var app = builder.Build();
app.MapReverseProxy(pipeline =>
{
    pipeline.UseSessionAffinity();
    pipeline.UseConduit();
    pipeline.UseLoadBalancing();
});

// What the router knows; an application would rather export the meter "Conduit.Routing".
app.MapGet("/upstreams", (ClusterRouters routers) => routers.All.SelectMany(cluster => cluster.Router.Snapshot().Upstreams)
    .Select(upstream => $"{upstream.Definition.Id}: score {upstream.Score:0}, {upstream.Attempts} attempts, {upstream.Failures} failures"));

await app.RunAsync();
