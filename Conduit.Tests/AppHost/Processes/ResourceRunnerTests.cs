using Conduit.AppHost.Processes;
using Spectre.Console;

namespace Conduit.Tests.AppHost;

public sealed class ResourceRunnerTests
{
    private const string Refused = "No space left on device";

    [Theory]
    [InlineData(false, ResourceState.LeftOut, true)]
    [InlineData(true, ResourceState.Failed, false)]
    internal async Task Resource_whose_files_cannot_be_prepared_is_left_out_or_fails_with_the_reason(bool required, ResourceState state, bool goesOn)
    {
        var resource = new ProcessResource("prometheus", [], new Uri("http://127.0.0.1:1"), _ => Task.FromException<Preparation>(new IOException(Refused)))
        {
            Required = required,
        };
        using var probe = new HealthProbe(TimeProvider.System);
        using var runner = new ResourceRunner(resource, new LabConsole(AnsiConsole.Console), probe, TimeProvider.System);

        await runner.RunAsync([], TestContext.Current.CancellationToken);

        Assert.Equal((state, goesOn), (runner.State, await runner.Settled));
        Assert.Equal($"its files cannot be prepared: {Refused}", runner.Reason);
    }
}
