using System.Text.Json;
using Conduit.LiveView.Apis;
using Conduit.LiveView.State;
using Microsoft.Extensions.Time.Testing;

namespace Conduit.Tests.LiveView;

public sealed class LiveStateTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "faults": null }""")]
    [InlineData("""{ "faults": [null] }""")]
    [InlineData("""{ "faults": [{}] }""")]
    public void Faults_told_by_what_is_no_control_port_are_as_unknown_as_without_an_answer(string answer)
    {
        var state = new LiveState(new FakeTimeProvider(Messages.Start));
        state.Accept(Messages.Reading(0, Messages.Upstream("alpha")));
        state.Accept("alpha", new ChaosMessage([]));

        state.Accept("alpha", JsonSerializer.Deserialize(answer, ApiJson.Default.ChaosMessage));

        state.Publish();
        Assert.Null(Assert.Single(state.Snapshot.Upstreams).Faults);
        Assert.Empty(state.Snapshot.Bands);
    }
}
