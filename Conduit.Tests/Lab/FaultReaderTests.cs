using Conduit.Lab;

namespace Conduit.Tests.Lab;

public sealed class FaultReaderTests
{
    [Fact]
    public void Read_latency_of_a_scenario_gives_every_value()
    {
        var fault = Good(
            FaultContext.Scenario,
            "name: slow-alpha; at: 10s; for: 20s; on: alpha; kind: latency; add: 195ms; jitter: 20ms; rampTo: 1s; probability: 0.5; paths: /orders*");

        Assert.Equal(
            new Fault
            {
                Name = "slow-alpha",
                At = TimeSpan.FromSeconds(10),
                For = TimeSpan.FromSeconds(20),
                On = "alpha",
                Kind = FaultKind.Latency,
                Add = TimeSpan.FromMilliseconds(195),
                Jitter = TimeSpan.FromMilliseconds(20),
                RampTo = TimeSpan.FromSeconds(1),
                Probability = 0.5,
                Paths = new("/orders*"),
            },
            fault);
    }

    [Theory]
    [InlineData("kind: latency; set: 0")]
    [InlineData("kind: error; status: 503; after: 2s; probability: 0.5")]
    [InlineData("kind: pause; every: 1s; length: 200ms")]
    [InlineData("kind: hang; paths: *")]
    [InlineData("kind: refuse")]
    [InlineData("kind: reset; probability: 1e-3")]
    [InlineData("kind: truncate; for: 1m30s")]
    [InlineData("kind: crash; for: 5s; name: power cut")]
    public void Read_good_fault_of_each_kind_survives_writing_and_reading(string text)
    {
        var fault = Good(FaultContext.Chaos, text);

        var again = FaultReader.Read(FaultWriter.ToChaos(fault, fault.For), FaultContext.Chaos, out var back);

        Assert.Empty(again);
        Assert.Equal(fault with { Name = fault.Name }, back);
    }

    [Theory]
    [InlineData("kind: hang; on: alpha", "hang-alpha")]
    [InlineData("kind: hang; on: alpha; name: stuck", "stuck")]
    public void Read_fault_without_a_name_is_called_by_kind_and_upstream(string text, string name)
        => Assert.Equal(name, Good(FaultContext.Scenario, $"at: 0; for: 1s; {text}").Name);

    [Theory]
    [InlineData("", "kind", "missing; give one of latency, error, pause, hang, refuse, reset, truncate, crash")]
    [InlineData("kind: slow", "kind", "'slow' is no kind of fault")]
    [InlineData("kind: Latency; add: 1s", "kind", "'Latency' is no kind of fault")]
    [InlineData("kind: latency", "add", "give either add or set")]
    [InlineData("kind: latency; add: 1s; set: 1s", "add", "give either add or set")]
    [InlineData("kind: latency; add: fast", "add", "'fast' is not allowed; give a time such as 195ms")]
    [InlineData("kind: latency; add: -1s", "add", "'-1s' is not allowed")]
    [InlineData("kind: latency; add: 25h", "add", "0s to 24h")]
    [InlineData("kind: latency; set: 1s; rampTo: 2s; for: 1s", "rampTo", "goes with add only")]
    [InlineData("kind: latency; add: 1s; rampTo: 2s", "rampTo", "needs for")]
    [InlineData("kind: latency; add: 1s; jiter: 2s", "jiter", "did you mean jitter?")]
    [InlineData("kind: latency; add: 1s; colour: red", "colour", "no key of a latency fault. There are name, for, kind, add, set")]
    [InlineData("kind: latency; add: 1s; status: 503", "status", "no key of a latency fault")]
    [InlineData("kind: latency; add: 1s; after: soon", "after", "no key of a latency fault")]
    [InlineData("kind: error", "status", "missing; give 400 to 599")]
    [InlineData("kind: error; status: 399", "status", "give 400 to 599")]
    [InlineData("kind: error; status: 600", "status", "give 400 to 599")]
    [InlineData("kind: error; status: bad", "status", "give 400 to 599")]
    [InlineData("kind: error; status: 503; probability: 1.5", "probability", "give 0 to 1")]
    [InlineData("kind: error; status: 503; probability: NaN", "probability", "give 0 to 1")]
    [InlineData("kind: error; status: 503; paths: orders", "paths", "give a glob such as /orders*")]
    [InlineData("kind: pause; length: 1s", "every", "missing; give a time")]
    [InlineData("kind: pause; every: 1s", "length", "missing; give a time")]
    [InlineData("kind: pause; every: 1s; length: 1s", "length", "must be shorter than every, 1s")]
    [InlineData("kind: pause; every: 1s; length: 1ms; probability: 0.5", "probability", "no key of a pause fault")]
    [InlineData("kind: refuse; paths: /x", "paths", "no key of a refuse fault")]
    [InlineData("kind: crash; for: 0", "for", "1ms to 24h")]
    [InlineData("kind: crash; at: 1s", "at", "no key of a crash fault")]
    [InlineData("kind: crash; on: alpha", "on", "no key of a crash fault")]
    [InlineData("kind: crash; name: ", "name", "give 1 to 100 characters")]
    public void Read_bad_fault_for_the_chaos_API_names_the_key_and_the_remedy(string text, string key, string message)
    {
        var mistake = Assert.Single(FaultReader.Read(Values(text), FaultContext.Chaos, out var fault));

        Assert.Null(fault);
        Assert.Equal(key, mistake.Key);
        Assert.Contains(message, mistake.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("at: 0; for: 1s", "on")]
    [InlineData("at: 0; on: alpha", "for")]
    [InlineData("for: 1s; on: alpha", "at")]
    public void Read_scenario_fault_without_its_place_names_what_is_missing(string text, string key)
    {
        var mistake = Assert.Single(FaultReader.Read(Values($"kind: hang; {text}"), FaultContext.Scenario, out _));

        Assert.Equal(key, mistake.Key);
        Assert.StartsWith("missing", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_fault_with_several_mistakes_names_all_at_once()
    {
        var mistakes = FaultReader.Read(Values("kind: error; status: 200; probability: 2; paths: x; for: long; colour: red"), FaultContext.Chaos, out _);

        Assert.Equal(["colour", "for", "paths", "probability", "status"], mistakes.Select(mistake => mistake.Key).Order(StringComparer.Ordinal));
    }

    private static Fault Good(FaultContext context, string text)
    {
        var mistakes = FaultReader.Read(Values(text), context, out var fault);
        Assert.Empty(mistakes);
        return fault!;
    }

    private static Dictionary<string, string> Values(string text) => text.Split(';', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split(':', 2))
        .ToDictionary(pair => pair[0].Trim(), pair => pair[1].Trim(), StringComparer.Ordinal);
}
