using System.Text.Json;
using Conduit.LiveView.Apis;

namespace Conduit.Tests.LiveView;

/// <summary>What is taken for a service's message.</summary>
public sealed class ApiFormTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "faults": null }""")]
    [InlineData("""{ "faults": [null] }""")]
    [InlineData("""{ "faults": [{}] }""")]
    [InlineData("""{ "faults": [{ "kind": null }] }""")]
    public void Message_of_another_shape_is_refused(string answer)
        => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(answer, ApiForm.Of<ChaosMessage>()));

    [Theory]
    [InlineData("""{ "faults": [], "since": "yesterday" }""", 0)]
    [InlineData("""{ "faults": [ { "kind": "latency", "for": null } ] }""", 1)]
    public void Message_that_says_more_or_leaves_out_what_it_may_is_read(string answer, int faults)
        => Assert.Equal(faults, JsonSerializer.Deserialize(answer, ApiForm.Of<ChaosMessage>())!.Faults.Count);
}
