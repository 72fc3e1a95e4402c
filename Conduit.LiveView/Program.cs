using Conduit.LiveView;
using Conduit.ServiceDefaults;

return await ServiceProgram.RunAsync(Environment.GetEnvironmentVariable("OTEL_SERVICE_NAME") ?? "liveview", () => LiveViewApp.Build(args));
