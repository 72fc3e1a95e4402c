using Conduit.LiveView.Apis;
using Conduit.LiveView.State;
using Microsoft.Extensions.Time.Testing;

namespace Conduit.Tests.LiveView;

public sealed class LiveStateTests
{
    [Fact]
    public void Faults_of_an_upstream_whose_control_port_no_longer_answers_are_unknown()
    {
        var state = new LiveState(new FakeTimeProvider(Messages.Start));
        state.Accept(Messages.Reading(0, Messages.Upstream("alpha")));
        state.Accept("alpha", new ChaosMessage([]));

        state.Accept("alpha", chaos: null);

        state.Publish();
        Assert.Null(Assert.Single(state.Snapshot.Upstreams).Faults);
        Assert.Empty(state.Snapshot.Bands);
    }
}
