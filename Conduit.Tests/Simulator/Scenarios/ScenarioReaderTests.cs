using Conduit.Lab;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Tests.Simulator.Scenarios;

public sealed class ScenarioReaderTests
{
    /// <summary>A file that says everything the language can say, or nearly.</summary>
    internal const string Whole = """
        name: brownout
        description: alpha turns slow without failing, then recovers
        seed: 42
        upstreams:
          alpha: { latency: 5ms, distribution: exponential }
          beta:  { latency: 5ms }
          node:  { count: 2, distribution: lognormal, latency: 10ms, p99: 50ms, capacity: 8, overload: reject, overloadStatus: 503, rateLimit: 100, weight: 2 }
        client: { timeout: 2s, arrivals: uniform, retries: 1, proxies: 3 }
        network: { rtt: 0.3ms, refuse: 0.2ms }
        proxy: { Routing: { AttemptTimeout: "00:00:01" } }
        phases:
          - { name: steady, for: 10s, rate: 400 }
          - { name: ramp,  for: 20s, rate: 400, rampTo: 800 }
          - { for: 15s, rate: 400, shape: sine, amplitude: 100, period: 5s }
        faults:
          - { name: slow-alpha, at: 10s, for: 20s, on: alpha, kind: latency, add: 195ms, jitter: 20ms }
          - { at: 12s, for: 1s, on: beta, kind: error, status: 503, probability: 0.5, paths: /orders* }
          - { at: 14s, for: 1s, on: beta, kind: error, status: 500 }
        requests:
          - { weight: 9, method: GET,  path: "/items/{n}" }
          - { weight: 1, method: POST, path: "/orders", body: 1KiB }
        expect:
          success: ">= 99.9%"
          p99: "<= 60ms"
          during:
            - { fault: slow-alpha, success: ">= 99.9%", p99: "< 60ms", share: { alpha: "<= 1%" }, shiftWithin: 1s, recoverWithin: 5s }
            - { phase: steady, p99: "<= 60ms" }
        """;

    [Fact]
    public void File_with_the_whole_grammar_becomes_what_it_says()
    {
        var scenario = ScenarioText.Good(Whole);

        Assert.Equal(("brownout", 42UL, TimeSpan.FromSeconds(45)), (scenario.Name, scenario.Seed, scenario.Length));
        Assert.Equal(["alpha", "beta", "node-1", "node-2"], scenario.Upstreams.Select(upstream => upstream.Name));
        Assert.Equal(new ClientModel { Timeout = TimeSpan.FromSeconds(2), Arrivals = ArrivalProcess.Uniform, Retries = 1, Proxies = 3 }, scenario.Client);
        Assert.Equal(TimeSpan.FromMilliseconds(0.3), scenario.Network.Rtt);
        Assert.Equal("00:00:01", scenario.Proxy["Routing:AttemptTimeout"]);
        Assert.Equal(["steady", "ramp", "phase-3"], scenario.Phases.Select(phase => phase.Name));
        Assert.Equal(TimeSpan.FromSeconds(30), scenario.Phases[2].Start);
        Assert.Equal([new RequestTemplate { Weight = 9 }, new RequestTemplate { Method = "POST", Path = "/orders", BodyBytes = 1024 }], scenario.Requests);
    }

    [Fact]
    public void Upstream_group_with_a_model_gives_it_to_each_member()
    {
        var node = ScenarioText.Good(Whole).Upstreams[3];

        Assert.Equal(
            new UpstreamModel
            {
                Name = "node-2",
                Distribution = Distribution.Lognormal,
                Latency = TimeSpan.FromMilliseconds(10),
                P99 = TimeSpan.FromMilliseconds(50),
                Capacity = 8,
                Overload = OverloadBehaviour.Reject,
                RateLimit = 100,
                Weight = 2,
            },
            node);
    }

    [Fact]
    public void Faults_without_names_are_named_by_kind_and_upstream_and_stay_distinct()
        => Assert.Equal(["slow-alpha", "error-beta", "error-beta-2"], ScenarioText.Good(Whole).Faults.Select(fault => fault.Fault.Name));

    [Fact]
    public void Expectations_of_run_fault_and_phase_keep_their_bounds()
    {
        var expectations = ScenarioText.Good(Whole).Expectations;

        Assert.Equal(
            ["success >= 99.9%", "p99 <= 60ms", "slow-alpha: success >= 99.9%", "slow-alpha: p99 < 60ms", "slow-alpha: share alpha <= 1%", "slow-alpha: shiftWithin <= 1s", "slow-alpha: recoverWithin <= 5s", "steady: p99 <= 60ms"],
            expectations.Select(expectation => $"{expectation.Name} {expectation.Wanted}"));
        Assert.Equal([0.999, 60, 0.999, 60, 0.01, 1_000, 5_000, 60], expectations.Select(expectation => expectation.Bound));
        Assert.Equal(Comparison.Below, expectations[3].Comparison);
    }

    [Fact]
    public void File_with_nothing_but_a_phase_gets_the_defaults()
    {
        var scenario = ScenarioText.Good("phases: [ { for: 1s, rate: 10 } ]");

        Assert.Equal(("unnamed", 0UL), (scenario.Name, scenario.Seed));
        Assert.Equal(new RequestTemplate(), Assert.Single(scenario.Requests));
        Assert.Equal(new ClientModel(), scenario.Client);
        Assert.Empty(scenario.Expectations);
    }

    [Fact]
    public void Json_with_tabs_is_read_by_the_same_rules()
    {
        var scenario = ScenarioText.Good("{\n\t\"name\": \"j\",\n\t\"phases\": [\n\t\t{ \"for\": \"1s\", \"rate\": 10 }\n\t]\n}");

        Assert.Equal("j", scenario.Name);
        Assert.Equal(10, scenario.Phases[0].Rate);
    }

    [Fact]
    public void Alias_of_an_anchor_stands_for_what_it_names()
        => Assert.Equal([5, 5], ScenarioText.Good("phases: [ &p { for: 1s, rate: 5 }, { for: 2s, rate: 5 } ]").Phases.Select(phase => phase.Rate));

    [Theory]
    [InlineData("tour")]
    [InlineData("steady")]
    [InlineData("burst")]
    [InlineData("brownout")]
    [InlineData("errors")]
    [InlineData("black-hole")]
    [InlineData("crash")]
    [InlineData("flapping")]
    public void Scenario_that_ships_is_good_and_named_as_its_file(string name)
    {
        var file = Conduit.Simulator.Scenarios.ScenarioCatalog.Default.Load(name);

        Assert.Empty(file.Problems);
        Assert.Equal(name, file.Scenario!.Name);
        Assert.NotEmpty(file.Scenario.Description);
    }
}
