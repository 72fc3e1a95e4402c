using StockYarp;

await StockProxy.Build(args).RunAsync();
