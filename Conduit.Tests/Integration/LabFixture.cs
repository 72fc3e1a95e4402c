namespace Conduit.Tests.Integration;

/// <summary>
/// One lab for the tests that leave it as they found it. Without the simulator, whose own load and faults would be in
/// the way, and without the live view, which has tests of its own.
/// </summary>
public sealed class LabFixture : IAsyncLifetime
{
    internal ILab Lab { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Lab = await Labs.StartAsync("simulator,liveview,grafana");

    public ValueTask DisposeAsync() => Lab is null ? ValueTask.CompletedTask : Lab.DisposeAsync();
}

/// <summary>Labs take the whole machine: nothing runs beside these tests.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LabCollection : ICollectionFixture<LabFixture>
{
    public const string Name = "Lab";
}
