using Conduit.Simulator.Commands;

return await SimulatorProgram.RunAsync(args);
