using Conduit.ProxyBench;

return args is [BenchUpstream.Verb, .. var addresses] ? await BenchUpstream.RunAsync(addresses) : await BenchCommand.RunAsync(args);
