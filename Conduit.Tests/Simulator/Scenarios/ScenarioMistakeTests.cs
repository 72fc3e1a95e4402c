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
    [InlineData("upstreams: { a: { distribution: uniform } }", 1, "upstreams.a.jitter", "missing")]
    [InlineData("upstreams: { a: { weight: 0 } }", 1, "upstreams.a.weight", "allowed: 0.01 to 1000")]
    [InlineData("upstreams: { a: { count: 60000 }, b: { count: 60000 } }", 1, "upstreams.b", "makes more than 100000 upstreams")]
    [InlineData("upstreams: { a: }", 1, "upstreams.a", "is nothing where keys and values belong")]
    [InlineData("seed:", 1, "seed", "give one or leave the key out")]
    [InlineData("seed: '42'", 1, "seed", "write it without quotes")]
    [InlineData("client: { timeout: 5 }", 1, "client.timeout", "it lacks its unit: us, ms, s, m or h, as in 5s")]
    [InlineData("client: { timeout: -5s }", 1, "client.timeout", "write it without the '-'")]
    [InlineData("proxy: { Routing: { AttemptTimeout: fast } }", 1, "proxy.Routing.AttemptTimeout", "not a time")]
    [InlineData("proxy:\n  Routing:\n    Failover:\n      MaxAttempts: 9", 4, "proxy.Routing.Failover.MaxAttempts", "allowed is 1 to 4")]
    [InlineData("proxy:\n  Http2Port: 1", 2, "proxy.Http2Port", "no such key; there are")]
    [InlineData("proxy:\n  RouteSegments: 1\n  routeSegments: 2", 3, "proxy.routeSegments", "written twice; the first stands in line 2")]
    [InlineData("proxy: { Routing: { AttemptTimeout: [ 1s ] } }", 1, "proxy.Routing.AttemptTimeout", "is a list where one value belongs")]
    [InlineData("upstreams: { a: { slowdown: linear } }", 1, "upstreams.a.slowdown", "needs a 'capacity' above 0")]
    [InlineData("upstreams: { a: { count: 2 }, a-1: {} }", 1, "upstreams", "'a-1' comes out of two entries")]
    [InlineData("requests: [ { path: items } ]", 1, "requests[0].path", "begin with one '/'")]
    [InlineData("requests: [ { method: FETCH } ]", 1, "requests[0].method", "allowed: GET")]
    [InlineData("requests: [ { body: 1KiB } ]", 1, "requests[0].body", "a GET carries no body")]
    [InlineData("requests: [ { method: POST, body: 1 TiB } ]", 1, "requests[0].body", "is no size in range")]
    [InlineData("requests: [ { weight: 0 } ]", 1, "requests", "all weights are 0")]
    [InlineData("requests: [ GET ]", 1, "requests[0]", "is 'GET' where keys and values belong")]
    [InlineData("faults: [ { at: 11s, for: 1s, on: alpha, kind: hang } ]", 1, "faults[0].at", "past the scenario's end at 10s")]
    [InlineData("faults: [ { at: 5s, for: 6s, on: alpha, kind: hang } ]", 1, "faults[0].for", "shorten it to 5s")]
    [InlineData("faults: [ { at: 5s, for: 1s, on: alpha, kind: slow } ]", 1, "faults[0].kind", "is no kind of fault")]
    [InlineData("faults: [ { at: 5s, for: 1s, on: alpha, kind: error } ]", 1, "faults[0].status", "missing")]
    [InlineData("faults: [ { at: 5s, for: 1s, on: alpha, kind: hang, paths: [x] } ]", 1, "faults[0].paths", "is a list where one value belongs")]
    [InlineData("upstreams: { alpha: {} }\nfaults:\n- { at: 5s, for: 1s, on: alhpa, kind: hang }", 3, "faults[0].on", "did you mean 'alpha'?")]
    [InlineData("faults:\n- { name: x, at: 5s, for: 1s, on: alpha, kind: hang }\n- { name: x, at: 5s, for: 1s, on: alpha, kind: hang }", 3, "faults[1].name", "names an earlier fault too")]
    [InlineData("faults: [ { at: 5s, for: 1s, on: gamma, kind: hang } ]", 1, "faults[0].on", "a file without 'upstreams' has the lab's, alpha and beta; list it under 'upstreams'")]
    [InlineData("upstreams: { node: { count: 2 } }\nfaults: [ { at: 5s, for: 1s, on: node, kind: hang } ]", 2, "faults[0].on", "'count' made it node-1, node-2; name one of them")]
    [InlineData("faults: [ { at: 5s, for: 1s, on: alpha, kind: error, status: '503' } ]", 1, "faults[0].status", "write it without quotes")]
    [InlineData("faults: [ { at: 5s, for: 1s, on: alpha, kind: latency, add: } ]", 1, "faults[0].add", "give one or leave the key out")]
    [InlineData("faults: [ { name: x, at: 5s, for: 5s, on: alpha, kind: hang } ]\nexpect: { during: [ { fault: x, recoverWithin: 1s } ] }", 2, "expect.during[0].recoverWithin", "can never be met: the scenario ends before")]
    [InlineData("faults: [ { name: x, at: 5s, for: 500ms, on: alpha, kind: hang } ]\nexpect: { during: [ { fault: x, shiftWithin: 1s } ] }", 2, "expect.during[0].shiftWithin", "can never be met: 'x' lasts 500ms")]
    [InlineData("expect:\n  during:\n  - { phase: only }", 3, "expect.during[0]", "expects nothing")]
    [InlineData("expect:\n  during:\n  - { phase: onyl, p99: '<= 60ms' }", 3, "expect.during[0].phase", "did you mean 'only'?")]
    [InlineData("expect: { share: { gamma: '<= 1%' } }", 1, "expect.share.gamma", "has the lab's, alpha and beta")]
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
    [InlineData("phases:\n- { for: 0s, rate: 1 }", 2, "phases[0].for", "allowed: 1ms to 24h")]
    [InlineData("phases:\n- { for: -1s, rate: 1 }", 2, "phases[0].for", "write it without the '-'")]
    [InlineData("phases:\n- { at: 0s, for: 1s, rate: 1 }", 2, "phases[0].at", "this one begins at 0s; leave 'at' out")]
    [InlineData("phases:\n- { name: a, for: 10s, rate: 1 }\n- { at: 5s, for: 1s, rate: 1 }", 3, "phases[1].at", "it would overlap 'a', which ends at 10s")]
    [InlineData("phases:\n- { name: a, for: 10s, rate: 1 }\n- { at: 15s, for: 1s, rate: 1 }", 3, "phases[1].at", "it would leave a gap after 'a'")]
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
            ["nmae", "seed", "phases[0].for", "phases[0].rate", "faults[0].status", "faults[0].add", "expect.p99"],
            mistakes.Select(mistake => mistake.Key));
        Assert.Equal([1, 2, 4, 4, 6, 6, 8], mistakes.Select(mistake => mistake.Line));
    }

    [Fact]
    public void Settings_multiplied_by_aliases_are_counted_and_refused()
    {
        var lines = new List<string> { "proxy:", "  l0: &l0 { a: 1, b: 1, c: 1, d: 1 }" };
        lines.AddRange(Enumerable.Range(1, 20).Select(i => $"  l{i}: &l{i} {{ a: *l{i - 1}, b: *l{i - 1}, c: *l{i - 1}, d: *l{i - 1} }}"));

        var mistake = Assert.Single(ScenarioText.Bad(string.Join('\n', lines) + "\n" + Phases));

        Assert.Equal(("proxy", "holds more than 1000 settings"), (mistake.Key, mistake.Message));
    }

    [Fact]
    public void Mistake_within_a_line_is_told_with_its_column()
    {
        var mistake = Assert.Single(ScenarioText.Bad("name: a\nphases: [ { for: 1s, rate: fast } ]"));

        Assert.StartsWith("a.yaml:2:22: phases[0].rate: 'fast' is no number", mistake.In("a.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Mistake_as_text_begins_with_file_and_line()
        => Assert.Equal("a.yaml:3: phases: missing", new Conduit.Simulator.Scenarios.ScenarioMistake(3, "phases", "missing").In("a.yaml"));
}
