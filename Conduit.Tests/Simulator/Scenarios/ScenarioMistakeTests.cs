namespace Conduit.Tests.Simulator.Scenarios;

public sealed class ScenarioMistakeTests
{
    private const string Phases = "phases: [ { name: only, for: 10s, rate: 10 } ]\n";

    [Theory]
    [InlineData("phase: []", 1, "phase", "did you mean 'phases'?")]
    [InlineData("name: a\nname: b", 2, "name", "written twice; the first stands in line 1")]
    [InlineData("name: '../etc'", 1, "name", "is no name")]
    [InlineData("seed: -1", 1, "seed", "a whole number from 0")]
    [InlineData("client: { timeout: 0s }", 1, "client.timeout", "allowed: 1ms to 10m")]
    [InlineData("client: { timeout: fast }", 1, "client.timeout", "is no duration")]
    [InlineData("client: { arrivals: gaussian }", 1, "client.arrivals", "allowed: poisson, uniform")]
    [InlineData("client: { retries: 1.5 }", 1, "client.retries", "is no whole number; allowed: 0 to 10")]
    [InlineData("client: 3", 1, "client", "where keys and values belong")]
    [InlineData("network: { rtt: [1] }", 1, "network.rtt", "is a list where one value belongs")]
    [InlineData("upstreams: { a: { latncy: 5ms } }", 1, "upstreams.a.latncy", "did you mean 'latency'?")]
    [InlineData("upstreams: { a: { distribution: lognormal } }", 1, "upstreams.a.p99", "missing")]
    [InlineData("upstreams: { a: { distribution: lognormal, p99: 1ms } }", 1, "upstreams.a.p99", "above 'latency'")]
    [InlineData("upstreams: { a: { jitter: 1ms } }", 1, "upstreams.a.jitter", "distribution: uniform")]
    [InlineData("upstreams: { a: { slowdown: linear } }", 1, "upstreams.a.slowdown", "needs a 'capacity' above 0")]
    [InlineData("upstreams: { a: { count: 2 }, a-1: {} }", 1, "upstreams", "'a-1' comes out of two entries")]
    [InlineData("requests: [ { path: items } ]", 1, "requests[0].path", "begin with one '/'")]
    [InlineData("requests: [ { method: FETCH } ]", 1, "requests[0].method", "allowed: GET")]
    [InlineData("requests: [ { body: 1KiB } ]", 1, "requests[0].body", "a GET carries no body")]
    [InlineData("requests: [ { method: POST, body: 1 TiB } ]", 1, "requests[0].body", "is no size in range")]
    [InlineData("requests: [ { weight: 0 } ]", 1, "requests", "all weights are 0")]
    [InlineData("requests: [ GET ]", 1, "requests[0]", "is 'GET' where keys and values belong")]
    [InlineData("faults: [ { at: 11s, for: 1s, on: a, kind: hang } ]", 1, "faults[0].at", "past the scenario's end at 10s")]
    [InlineData("faults: [ { at: 5s, for: 6s, on: a, kind: hang } ]", 1, "faults[0].for", "shorten it to 5s")]
    [InlineData("faults: [ { at: 5s, for: 1s, on: a, kind: slow } ]", 1, "faults[0].kind", "is no kind of fault")]
    [InlineData("faults: [ { at: 5s, for: 1s, on: a, kind: error } ]", 1, "faults[0].status", "missing")]
    [InlineData("faults: [ { at: 5s, for: 1s, on: a, kind: hang, paths: [x] } ]", 1, "faults[0].paths", "is a list where one value belongs")]
    [InlineData("upstreams: { alpha: {} }\nfaults:\n- { at: 5s, for: 1s, on: alhpa, kind: hang }", 3, "faults[0].on", "did you mean 'alpha'?")]
    [InlineData("faults:\n- { name: x, at: 5s, for: 1s, on: a, kind: hang }\n- { name: x, at: 5s, for: 1s, on: a, kind: hang }", 3, "faults[1].name", "names an earlier fault too")]
    [InlineData("expect: { success: 99% }", 1, "expect.success", "write a comparison")]
    [InlineData("expect: { success: '>= 101%' }", 1, "expect.success", "from 0% to 100%")]
    [InlineData("expect: { p99: '<= 60' }", 1, "expect.p99", "and a duration")]
    [InlineData("expect: { p98: '<= 60ms' }", 1, "expect.p98", "did you mean")]
    [InlineData("expect:\n  during:\n  - { fault: nope, p99: '<= 60ms' }", 3, "expect.during[0].fault", "no fault 'nope'; this file has none")]
    [InlineData("expect:\n  during:\n  - { phase: nope, p99: '<= 60ms' }", 3, "expect.during[0].phase", "known: only")]
    [InlineData("expect:\n  during:\n  - { p99: '<= 60ms' }", 3, "expect.during[0]", "name one 'fault' or one 'phase'")]
    [InlineData("expect:\n  during:\n  - { phase: only, recoverWithin: 1s }", 3, "expect.during[0].recoverWithin", "belongs to a fault")]
    [InlineData("upstreams: { alpha: {} }\nexpect: { share: { beta: '<= 1%' } }", 2, "expect.share.beta", "no upstream 'beta' in this file")]
    public void Mistake_beside_a_good_phase_is_named_with_line_key_and_remedy(string text, int line, string key, string message)
    {
        var mistake = Assert.Single(ScenarioText.Bad(text + "\n" + Phases));

        Assert.Equal((line, key), (mistake.Line, mistake.Key));
        Assert.Contains(message, mistake.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name: x", 1, "phases", "missing")]
    [InlineData("phases: []", 1, "phases", "missing")]
    [InlineData("phases: 5", 1, "phases", "where a list belongs")]
    [InlineData("phases:\n- { rate: 1 }", 2, "phases[0].for", "missing")]
    [InlineData("phases:\n- { for: 1s, rate: -1 }", 2, "phases[0].rate", "allowed: 0 to 1000000")]
    [InlineData("phases:\n- { for: 1s, rate: 1, period: 1s }", 2, "phases[0].period", "belongs to 'shape: sine'")]
    [InlineData("phases:\n- { for: 1s, rate: 1, shape: sine, amplitude: 2, period: 1s }", 2, "phases[0].amplitude", "more than the rate")]
    [InlineData("phases:\n- { for: 1s, rate: 1, shape: sine, amplitude: 1 }", 2, "phases[0].period", "missing")]
    [InlineData("phases:\n- { for: 1s, rate: 1, rampTo: 2, shape: sine, amplitude: 1, period: 1s }", 2, "phases[0].rampTo", "either ramps or swings")]
    [InlineData("phases:\n- { name: a, for: 1s, rate: 1 }\n- { name: a, for: 1s, rate: 1 }", 3, "phases[1].name", "names an earlier phase too")]
    public void Mistake_in_the_phases_is_named_with_line_key_and_remedy(string text, int line, string key, string message)
    {
        var mistake = Assert.Single(ScenarioText.Bad(text));

        Assert.Equal((line, key), (mistake.Line, mistake.Key));
        Assert.Contains(message, mistake.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("# only a comment", 0)]
    [InlineData("just text", 1)]
    [InlineData("- a\n- b", 1)]
    [InlineData("name: x\nphases: [ {", 2)]
    [InlineData("name: *nothing", 1)]
    [InlineData("name: x\n---\nname: y", 2)]
    public void File_that_is_no_scenario_at_all_says_where(string text, int line)
        => Assert.Equal(line, Assert.Single(ScenarioText.Bad(text)).Line);

    [Fact]
    public void Nesting_without_end_is_refused_instead_of_followed()
        => Assert.Contains("nested deeper", Assert.Single(ScenarioText.Bad(new string('[', 100_000))).Message, StringComparison.Ordinal);

    [Fact]
    public void Mistakes_of_a_whole_file_are_reported_at_once_and_in_order()
    {
        var mistakes = ScenarioText.Bad("""
            nmae: x
            seed: many
            phases:
              - { name: a, for: soon, rate: fast }
            faults:
              - { at: 1s, for: 1s, on: alpha, kind: error, status: 200, add: 5ms }
            expect:
              p99: fast
            """);

        Assert.Equal(
            ["nmae", "seed", "phases[0].for", "phases[0].rate", "faults[0].add", "faults[0].status", "expect.p99"],
            mistakes.Select(mistake => mistake.Key));
        Assert.Equal([1, 2, 4, 4, 6, 6, 8], mistakes.Select(mistake => mistake.Line));
    }

    [Fact]
    public void Mistake_as_text_begins_with_file_and_line()
        => Assert.Equal("a.yaml:3: phases: missing", new Conduit.Simulator.Scenarios.ScenarioMistake(3, "phases", "missing").In("a.yaml"));
}
