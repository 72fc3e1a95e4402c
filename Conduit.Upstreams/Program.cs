using Conduit.ServiceDefaults;
using Conduit.Upstreams;

return await ServiceProgram.RunAsync(Environment.GetEnvironmentVariable("OTEL_SERVICE_NAME") ?? "upstream", () => UpstreamApp.Build(args));
