using System.Security.Cryptography;
using System.Text;
using Conduit.Routing;
using Conduit.Simulator.Reports;
using Conduit.Simulator.Runs;
using Conduit.Simulator.Scenarios.Model;
using Conduit.Simulator.Virtual;

namespace Conduit.Simulator.Results;

/// <summary>
/// Eight digits that stand for a scenario's whole report under Adaptive and the first seed: while they are what the table
/// says, so is the table, and finding that out takes seconds.
/// </summary>
internal static class Fingerprint
{
    private const int Digits = 8;

    public static string Of(Scenario scenario)
    {
        var options = VirtualRunOptions.TryCreate(scenario, PolicyNames.Adaptive, bare: false, out var mistakes)
            ?? throw new InvalidOperationException(string.Join("; ", mistakes));
        var report = VirtualReport.Of(new VirtualRun(scenario, new RunSettings(CatalogueSeeds.Chosen[0]), options).Run());
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ReportJson.Write(report))))[..Digits];
    }
}
