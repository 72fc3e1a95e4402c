using System.Collections.Concurrent;
using System.Net;
using Conduit.Simulator.Load;
using Conduit.Tests.Proxy;
using Conduit.Tests.Simulator.Scenarios;
using Microsoft.AspNetCore.Http;

namespace Conduit.Tests.Simulator.Load;

public sealed class RequestSenderTests
{
    private const string Text = """
        client: { timeout: 30s, arrivals: uniform }
        phases: [ { for: 10s, rate: 30 } ]
        requests: [ { weight: 9, path: "/items/{n}?x=1" }, { weight: 1, method: POST, path: "/orders", body: 1KiB } ]
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, "HTTP/1.1")]
    [InlineData(2, "HTTP/2")]
    public async Task Request_of_each_protocol_arrives_as_it_was_drawn(int major, string protocol)
    {
        var seen = new ConcurrentQueue<string>();
        await using var backend = await Backend.StartAsync("alpha", async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            seen.Enqueue($"{context.Request.Protocol} {context.Request.Method} {context.Request.Path.Value!.Split('/')[1]}{context.Request.QueryString} {body.Length}");
            context.Response.Headers["X-Conduit-Upstream"] = "alpha";
            await context.Response.WriteAsync(new string('x', 200_000), context.RequestAborted);
        });
        using var sender = Sender(backend, major, Text);

        foreach (var arrival in Arrivals(Text))
        {
            var answer = await sender.SendAsync(arrival, Stop);
            Assert.Equal((ClientOutcome.Success, "alpha"), (answer.Outcome, answer.Upstream));
        }

        Assert.Equal([$"{protocol} GET items?x=1 0", $"{protocol} POST orders 1024"], seen.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Requests_beyond_the_streams_of_one_connection_are_all_on_their_way_at_once()
    {
        // Kestrel grants a hundred streams a connection.
        const int requests = 250;
        var arrived = 0;
        var connections = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var backend = await Backend.StartAsync("alpha", async context =>
        {
            connections[context.Connection.Id] = true;
            if (Interlocked.Increment(ref arrived) == requests)
            {
                all.SetResult();
            }

            await all.Task.WaitAsync(RunningProxy.Patience, context.RequestAborted);
        });
        using var sender = Sender(backend, 2, Text);

        var answers = await Task.WhenAll(Arrivals(Text).Take(requests).Select(arrival => sender.SendAsync(arrival, Stop).AsTask()));

        Assert.All(answers, answer => Assert.Equal(ClientOutcome.Success, answer.Outcome));
        Assert.InRange(connections.Count, 2, requests / 2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Request_after_one_that_timed_out_has_its_own_time(int major)
    {
        const string impatient = "client: { timeout: 300ms, arrivals: uniform }\nphases: [ { for: 1s, rate: 4 } ]";
        await using var backend = await Backend.StartAsync("alpha", Backend.Hang);
        using var sender = Sender(backend, major, impatient);
        var arrivals = Arrivals(impatient);

        var late = await Task.WhenAll(arrivals.Select(arrival => sender.SendAsync(arrival, Stop).AsTask()));
        backend.Answer = context => context.Response.WriteAsync("here", context.RequestAborted);
        var outcomes = new List<ClientOutcome>();
        for (var i = 0; i < 3 * arrivals.Count; i++)
        {
            outcomes.Add((await sender.SendAsync(arrivals[i % arrivals.Count], Stop)).Outcome);
        }

        Assert.All(late, answer => Assert.Equal(ClientOutcome.Timeout, answer.Outcome));
        // A loaded machine may be late once; a time limit that had been left over would be late each time.
        Assert.Contains(ClientOutcome.Success, outcomes);
    }

    [Fact]
    public async Task Request_that_is_abandoned_has_no_outcome()
    {
        await using var backend = await Backend.StartAsync("alpha", Backend.Hang);
        using var sender = Sender(backend, 1, Text);
        using var abandon = new CancellationTokenSource();
        var sent = sender.SendAsync(Arrivals(Text)[0], abandon.Token).AsTask();
        await Conduit.Tests.Integration.Until.TrueAsync(() => backend.Requests == 1, RunningProxy.Patience, "the request is there");

        await abandon.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sent);
    }

    private static RequestSender Sender(Backend backend, int major, string text) => major == 2
        ? new(backend.Http2Address, ScenarioText.Good(text), TimeProvider.System, HttpVersion.Version20)
        : new(backend.Address, ScenarioText.Good(text), TimeProvider.System);

    private static List<Arrival> Arrivals(string text) => [.. new ArrivalSchedule(ScenarioText.Good(text), 1).All()];
}
