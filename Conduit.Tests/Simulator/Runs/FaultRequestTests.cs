using Conduit.Simulator.Runs.Faults;
using Conduit.Tests.Simulator.Scenarios;

namespace Conduit.Tests.Simulator.Runs;

public sealed class FaultRequestTests
{
    private const string Scenario = """
        phases: [ { for: 30s, rate: 1 } ]
        faults:
          - { name: second, at: 10s, for: 10s, on: alpha, kind: error, status: 503, probability: 0.5 }
          - { name: first, at: 5s, for: 20s, on: alpha, kind: latency, add: 100ms, rampTo: 300ms }
          - { name: other, at: 5s, for: 20s, on: beta, kind: hang }
        """;

    [Fact]
    public void At_a_moment_in_two_faults_tells_both_in_the_files_order_with_what_is_left()
    {
        var request = At(15);

        Assert.Equal(
            """{"faults":[{"name":"second","kind":"error","for":"5s","status":503,"probability":0.5},{"name":"first","kind":"latency","for":"10s","add":"200ms","rampTo":"300ms"}]}""",
            request.Json);
        Assert.Equal(TimeSpan.FromSeconds(25), request.Until);
    }

    [Fact]
    public void At_the_start_of_a_fault_tells_the_whole_of_it()
        => Assert.Equal("""{"faults":[{"name":"first","kind":"latency","for":"20s","add":"100ms","rampTo":"300ms"}]}""", At(5).Json);

    [Fact]
    public void At_a_moment_in_no_fault_tells_none()
        => Assert.Equal(("""{"faults":[]}""", TimeSpan.FromSeconds(25)), (At(25).Json, At(25).Until));

    private static FaultRequest At(double seconds)
        => FaultRequest.At(ScenarioText.Good(Scenario).Faults, "alpha", TimeSpan.FromSeconds(seconds));
}
