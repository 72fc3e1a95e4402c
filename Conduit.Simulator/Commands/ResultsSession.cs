using Conduit.Simulator.Reports;
using Conduit.Simulator.Results;
using Conduit.Simulator.Scenarios.Model;
using Conduit.Simulator.Virtual;
using Conduit.Simulator.Virtual.Comparing;

namespace Conduit.Simulator.Commands;

/// <summary>Makes the catalogue's table, from checks to exit code.</summary>
internal sealed class ResultsSession
{
    private readonly CommandHost _host;
    private readonly string _output;

    public ResultsSession(CommandHost host, string output)
    {
        _host = host;
        _output = output;
    }

    public async Task<ExitCode> RunAsync(CancellationToken stop)
    {
        var files = _host.Catalog.Names.Select(_host.Catalog.Load).ToList();
        if (files.Exists(file => file.Scenario is null))
        {
            return _host.Refuse(ExitCode.BadInput, files.SelectMany(file => file.Problems));
        }

        if (ReportFile.Open(_output, ".md", out var unwritable) is not { } report)
        {
            return _host.Refuse(ExitCode.BadInput, $"--output {unwritable}");
        }

        var rows = new List<CatalogueRow>();
        foreach (var file in files)
        {
            _host.Output.WriteLine($"{file.Scenario!.Name} ({rows.Count + 1} of {files.Count})");
            if (Row(file.Scenario!, stop) is not { } row)
            {
                return ExitCode.Interrupted;
            }

            rows.Add(row);
        }

        return await report.WriteAsync(CatalogueTable.Write(rows)) is { } unwritten
            ? _host.Refuse(ExitCode.BadInput, $"--output {unwritten}")
            : ExitCode.Ok;
    }

    private static CatalogueRow? Row(Scenario scenario, CancellationToken stop)
    {
        var chosen = new PolicyComparison(scenario, VirtualPolicies.All, CatalogueSeeds.Chosen, rateFactor: 1, bare: false).Run(stop);
        var fresh = new PolicyComparison(scenario, VirtualPolicies.All, CatalogueSeeds.Fresh, rateFactor: 1, bare: false).Run(stop);
        return chosen is null || fresh is null ? null : new CatalogueRow(chosen, fresh, Fingerprint.Of(scenario));
    }
}
