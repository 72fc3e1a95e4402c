using Conduit.Proxy;
using Conduit.ServiceDefaults;

return await ServiceProgram.RunAsync("proxy", () => ConduitProxy.Build(args));
