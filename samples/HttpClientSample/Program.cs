// An HttpClient over two upstreams, one of them sick:  dotnet run --project samples/HttpClientSample [URL URL …]
using Conduit.Routing;
using Conduit.Routing.Execution;
using HttpClientSample;
using Microsoft.Extensions.DependencyInjection;

await using var own = await OwnUpstreams.StartAsync(args);

var services = new ServiceCollection();
services.AddHttpClient("orders").AddConduit(options =>
{
    foreach (var (name, address) in own.Addresses)
    {
        options.AddUpstream(name, address);
    }
});
await using var provider = services.BuildServiceProvider();
using var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("orders");

var (succeeded, attempts) = (0, 0);
for (var i = 1; i <= 100; i++)
{
    using var response = await client.GetAsync($"/orders/{i}");
    succeeded += response.IsSuccessStatusCode ? 1 : 0;
    attempts += response.RequestMessage!.GetRoutedRequest()!.AttemptCount;
}

Console.WriteLine($"{succeeded} of 100 requests succeeded in {attempts} attempts");
foreach (var upstream in provider.GetRequiredKeyedService<Router>("orders").Snapshot().Upstreams)
{
    Console.WriteLine($"{upstream.Definition.Id}: score {upstream.Score:0}, {upstream.Latency.TotalMilliseconds:0.0} ms, "
        + $"{upstream.Attempts} attempts, {upstream.Failures} failures, breaker {upstream.Breaker.Name()}");
}
