using Conduit.ProxyBench.Processes;
using Conduit.Simulator.Load;
using Conduit.Tests.Integration;
using Conduit.Tests.Proxy;

namespace Conduit.Tests.Simulator.Serve;

/// <summary>What the simulated users feel, at the served simulator's <c>/metrics</c>.</summary>
public sealed class ClientMetricsTests : IAsyncLifetime
{
    private SmallLab _lab = null!;

    public async ValueTask InitializeAsync()
    {
        _lab = await SmallLab.StartAsync();
        _lab.Write("loop", """
            phases: [ { name: calm, for: 1s, rate: 40 }, { name: trouble, for: 1h, rate: 40 } ]
            faults: [ { at: 1s, for: 30m, on: alpha, kind: error, status: 500 }, { at: 40m, for: 1m, on: alpha, kind: latency, add: 1ms } ]
            """);
    }

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task Series_of_the_loop_exist_before_any_load()
    {
        await using var simulator = await RunningSimulator.StartAsync(new Uri($"http://127.0.0.1:{FreePort.Next()}"), _lab.Catalog);

        await Until.TrueAsync(async () => await ValueAsync(simulator, "conduit_client_requests_total") == 0, RunningProxy.Patience, "the counters exist");

        foreach (var (scenario, phase) in ((string, string)[])[("loop", "calm"), ("loop", "trouble"), ("steady", "between-rounds")])
        {
            foreach (var outcome in ClientOutcomes.All)
            {
                Assert.Equal(0, await ValueAsync(
                    simulator, "conduit_client_requests_total", $"scenario=\"{scenario}\"", $"phase=\"{phase}\"", $"outcome=\"{outcome.Key()}\""));
            }
        }

        Assert.Equal(0, await ValueAsync(simulator, "conduit_fault_active", "upstream=\"alpha\"", "kind=\"error\""));
        Assert.Equal(0, await ValueAsync(simulator, "conduit_fault_active", "upstream=\"alpha\"", "kind=\"latency\""));
    }

    [Fact]
    public async Task Load_and_fault_are_counted_by_phase_and_outcome()
    {
        await using var simulator = await RunningSimulator.StartAsync(_lab.Proxy.Address, _lab.Catalog);

        await AboveZeroAsync(simulator, "conduit_client_requests_total", "scenario=\"loop\"", "phase=\"calm\"", "outcome=\"success\"");
        await AboveZeroAsync(simulator, "conduit_client_request_duration_seconds_count", "scenario=\"loop\"", "phase=\"calm\"", "outcome=\"success\"");
        await AboveZeroAsync(simulator, "conduit_client_requests_total", "scenario=\"loop\"", "phase=\"trouble\"", "outcome=\"server-error\"");
        Assert.Equal(1, await ValueAsync(simulator, "conduit_fault_active", "upstream=\"alpha\"", "kind=\"error\""));
        Assert.Equal(0, await ValueAsync(simulator, "conduit_fault_active", "upstream=\"alpha\"", "kind=\"latency\""));
    }

    private static Task AboveZeroAsync(RunningSimulator simulator, string name, params string[] labels)
        => Until.TrueAsync(async () => await ValueAsync(simulator, name, labels) > 0, RunningProxy.Patience, $"{name} {string.Join(", ", labels)} is above 0");

    private static async Task<double?> ValueAsync(RunningSimulator simulator, string name, params string[] labels)
        => MetricsText.Sum(await simulator.Client.GetStringAsync("/metrics"), name, labels);
}
