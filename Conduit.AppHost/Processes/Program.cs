using System.CommandLine;
using Conduit.AppHost.Processes;

return await LabCommandLine.RunAsync(args, new InvocationConfiguration
{
    // The host ends on signals by itself, in its own order.
    ProcessTerminationTimeout = null,
});
