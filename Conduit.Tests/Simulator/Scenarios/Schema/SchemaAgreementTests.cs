using System.Text.Json.Nodes;
using Conduit.Routing;
using Conduit.Simulator.Scenarios.Reading;
using FsCheck.Xunit;

namespace Conduit.Tests.Simulator.Scenarios.Schema;

/// <summary>
/// What a schema can say it says as the reader does. The reader says more: what depends on other places of the file, and
/// ranges of durations and sizes.
/// </summary>
public sealed class SchemaAgreementTests
{
    private static readonly string[] Values =
    [
        "0", "-1", "1", "7", "0.5", "1.5", "200", "503", "600", "1e9", "\"5\"", "\"5s\"", "\"0\"", "\"0s\"", "\"-5s\"", "\"5 s\"", "\"1m30s\"", "\".5ms\"", "\"5.\"",
        "\"<= 60ms\"", "\">= 99.9%\"", "\">=100.0%\"", "\"> 101%\"", "\"== 0%\"", "\"60ms\"", "\"alpha\"", "\"poisson\"", "\"uniform\"", "\"lognormal\"", "\"sine\"", "\"linear\"", "\"reject\"",
        "\"latency\"", "\"error\"", "\"pause\"", "\"crash\"", "\"GET\"", "\"POST\"", "\"get\"", "\"/x\"", "\"//x\"", "\"/orders*\"", "\"x\"", "\"\"", "\"../x\"", "\"1KiB\"", "\"2 mb\"", "true", "null", "[]", "{}", "[1]", "{\"a\":1}",
    ];

    private static readonly string[] Keys =
        ["name", "seed", "for", "at", "rate", "rampTo", "shape", "amplitude", "period", "add", "set", "status", "after", "every", "length", "probability", "paths", "kind", "p99", "jitter", "capacity", "overload", "overloadStatus", "slowdown", "count", "body", "success", "share", "shiftWithin", "fault", "phase", "unheard-of"];

    [Theory]
    [InlineData("phase: []")]
    [InlineData("name: '../etc'")]
    [InlineData("name:")]
    [InlineData("seed: -1")]
    [InlineData("seed: '1'")]
    [InlineData("seed: 1.5")]
    [InlineData("client: { timeout: 0s }")]
    [InlineData("client: { timeout: fast }")]
    [InlineData("client: { timeout: 5 }")]
    [InlineData("client: { arrivals: gaussian }")]
    [InlineData("client: { retries: 1.5 }")]
    [InlineData("client: { retries: 11 }")]
    [InlineData("client: 3")]
    [InlineData("network: { rtt: [1] }")]
    [InlineData("upstreams: { alpha: { latncy: 5ms } }")]
    [InlineData("upstreams: { alpha: { distribution: lognormal } }")]
    [InlineData("upstreams: { alpha: { distribution: uniform } }")]
    [InlineData("upstreams: { alpha: { jitter: 1ms } }")]
    [InlineData("upstreams: { alpha: { p99: 50ms } }")]
    [InlineData("upstreams: { alpha: { slowdown: linear } }")]
    [InlineData("upstreams: { alpha: { capacity: 0, overload: queue } }")]
    [InlineData("upstreams: { alpha: { capacity: 1, overloadStatus: 503 } }")]
    [InlineData("upstreams: { alpha: { capacity: 1, slowdown: linear, overload: queue } }")]
    [InlineData("upstreams: { alpha: { count: 0 } }")]
    [InlineData("upstreams: { alpha: { weight: 0 } }")]
    [InlineData("upstreams: { alpha: }")]
    [InlineData("upstreams: { _alpha: {} }")]
    [InlineData("requests: [ { path: items } ]")]
    [InlineData("requests: [ { method: FETCH } ]")]
    [InlineData("requests: [ { body: 1KiB } ]")]
    [InlineData("requests: [ { method: POST, body: 1 TiB } ]")]
    [InlineData("requests: [ { method: POST, body: -1 } ]")]
    [InlineData("requests: [ { weight: '1' } ]")]
    [InlineData("requests: [ GET ]")]
    [InlineData("faults: [ { at: 5s, for: 1s, on: alpha, kind: slow } ]")]
    [InlineData("faults: [ { at: 5s, for: 1s, on: alpha } ]")]
    [InlineData("faults: [ { at: 5s, for: 1s, kind: hang } ]")]
    [InlineData("faults: [ { at: 5s, on: alpha, kind: hang } ]")]
    [InlineData("faults: [ { at: 5s, for: 1s, on: alpha, kind: error } ]")]
    [InlineData("faults: [ { at: 5s, for: 1s, on: alpha, kind: error, status: 200 } ]")]
    [InlineData("faults: [ { at: 5s, for: 1s, on: alpha, kind: error, status: '500' } ]")]
    [InlineData("faults: [ { at: 5s, for: 1s, on: alpha, kind: latency } ]")]
    [InlineData("faults: [ { at: 5s, for: 1s, on: alpha, kind: latency, add: 1s, set: 1s } ]")]
    [InlineData("faults: [ { at: 5s, for: 1s, on: alpha, kind: latency, set: 1s, rampTo: 2s } ]")]
    [InlineData("faults: [ { at: 5s, for: 1s, on: alpha, kind: crash, probability: 0.5 } ]")]
    [InlineData("faults: [ { at: 5s, for: 1s, on: alpha, kind: pause, every: 1s } ]")]
    [InlineData("faults: [ { at: 5s, for: 1s, on: alpha, kind: hang, probability: 2 } ]")]
    [InlineData("faults: [ { at: 5s, for: 1s, on: alpha, kind: hang, paths: [x] } ]")]
    [InlineData("faults: [ { at: 5s, for: 1s, on: alpha, kind: hang, paths: x } ]")]
    [InlineData("expect: { success: 99% }")]
    [InlineData("expect: { success: '>= 101%' }")]
    [InlineData("expect: { p99: '<= 60' }")]
    [InlineData("expect: { p98: '<= 60ms' }")]
    [InlineData("expect: { share: { alpha: 1% } }")]
    [InlineData("expect: { during: [ { p99: '<= 60ms' } ] }")]
    [InlineData("expect: { during: [ { phase: only } ] }")]
    [InlineData("expect: { during: [ { phase: only, recoverWithin: 1s } ] }")]
    [InlineData("proxy: { Routng: {} }")]
    [InlineData("proxy: { Routing: { AttemptTimeout: [] } }")]
    [InlineData("proxy: { Routing: 7 }")]
    public void Mistake_that_a_schema_can_see_is_refused_by_schema_and_reader(string text)
    {
        var whole = text + "\nphases: [ { name: only, for: 10s, rate: 10 } ]";

        ScenarioText.Bad(whole);
        Assert.False(EditorView.Accepts(whole));
    }

    [Property(MaxTest = 1_500)]
    public bool Scenario_with_values_and_keys_changed_at_random_is_refused_by_the_schema_only_if_the_reader_refuses_it(uint seed)
    {
        var json = EditorView.Parse(ScenarioReaderTests.Whole)!;
        var chance = new Chance(seed);
        for (var change = 0u; change <= seed % 3; change++)
        {
            Mutate(json, chance, change);
        }

        return EditorView.Accepts(json) || ScenarioReader.Read(json.ToJsonString(), "unnamed", out _) is null;
    }

    private static void Mutate(JsonNode root, Chance chance, uint change)
    {
        var places = Objects(root).ToArray();
        var place = places[chance.Below(places.Length, change, 0)];
        var keys = place.Select(entry => entry.Key).ToArray();
        var value = JsonNode.Parse(Values[chance.Below(Values.Length, change, 1)]);
        var own = keys.Length > 0 ? keys[chance.Below(keys.Length, change, 2)] : Keys[0];
        switch (chance.Below(4, change, 3))
        {
            case 0:
                place.Remove(own);
                break;
            case 1:
                place[Keys[chance.Below(Keys.Length, change, 2)]] = value;
                break;
            default:
                place[own] = value;
                break;
        }
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject mapping => [mapping, .. mapping.SelectMany(entry => Objects(entry.Value))],
        JsonArray list => list.SelectMany(Objects),
        _ => [],
    };
}
