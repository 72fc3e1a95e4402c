using Conduit.Simulator.Results;
using Conduit.Simulator.Scenarios;
using Conduit.Tests.Architecture;
using Conduit.Tests.Simulator.Virtual;

namespace Conduit.Tests.Simulator.Results;

/// <summary>The table that is kept with the scenarios is what the code at hand makes of them.</summary>
public sealed class ResultsTests
{
    private const string Remedy = "scenarios/RESULTS.md is stale: run 'make results' and commit what it writes";

    private static readonly string Table = File.ReadAllText(Repository.PathOf("scenarios/RESULTS.md"));

    public static TheoryData<string> Names => [.. new ScenarioCatalog(Repository.PathOf("scenarios")).Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Table_has_what_a_scenario_gives_now(string name)
    {
        var line = CatalogueTable.FingerprintLine(name, Fingerprint.Of(VirtualRuns.Shipped(name)));

        Assert.True(Table.Contains(line + "\n", StringComparison.Ordinal), $"{Remedy} ({line}).");
    }

    [Fact]
    public void Table_has_no_scenario_that_is_gone()
    {
        var sections = Table.Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..].Split(' ')[0]);

        Assert.Equal(Names.Select(row => row.Data).Append("Fingerprints").Order(StringComparer.Ordinal), sections.Order(StringComparer.Ordinal));
    }
}
