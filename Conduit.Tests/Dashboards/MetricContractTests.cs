using Conduit.Lab;
using Conduit.Proxy;
using Conduit.Routing;
using Conduit.Simulator.Load;

namespace Conduit.Tests.Dashboards;

/// <summary>The label values that dashboards ask for are those the code has.</summary>
public sealed class MetricContractTests
{
    [Fact]
    public void Outcomes_of_attempts_in_the_contract_are_the_routers()
        => Assert.Equal(AttemptOutcomes.Ended.Select(outcome => outcome.Name()), ValuesOf("conduit_attempts_total", "outcome"));

    [Fact]
    public void Outcomes_of_requests_in_the_contract_are_the_proxys()
        => Assert.Equal(RequestOutcomes.Ended.Select(outcome => outcome.Name()), ValuesOf("conduit_requests_total", "outcome"));

    [Fact]
    public void Outcomes_of_clients_in_the_contract_are_the_simulators()
        => Assert.Equal(ClientOutcomes.All.Select(outcome => outcome.Key()), ValuesOf("conduit_client_requests_total", "outcome"));

    [Fact]
    public void Kinds_of_faults_in_the_contract_are_the_labs()
        => Assert.Equal(FaultKinds.Names, ValuesOf("conduit_fault_active", "kind"));

    [Fact]
    public void Reasons_of_decisions_in_the_contract_are_the_routers()
        => Assert.Equal(Enum.GetValues<DecisionReason>().Select(reason => reason.Name()), ValuesOf("conduit_router_decisions_total", "reason"));

    [Fact]
    public void States_of_breakers_in_the_contract_are_the_routers()
        => Assert.Equal(Enum.GetValues<BreakerState>().Select(state => state.Name()), ValuesOf("conduit_breaker_state", "state"));

    private static string[] ValuesOf(string series, string label)
        => MetricContract.LabelsOf(series).Single(known => known.Name == label).Values;
}
