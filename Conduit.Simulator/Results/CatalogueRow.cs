using Conduit.Simulator.Reports;
using Conduit.Simulator.Virtual.Proxies;

namespace Conduit.Simulator.Results;

/// <summary>One scenario of the catalogue under every policy: on the seeds the defaults were chosen by, and on fresh ones. Immutable.</summary>
/// <param name="Chosen">Over the seeds the defaults were chosen by.</param>
/// <param name="Fresh">Over seeds nothing was chosen by.</param>
/// <param name="Fingerprint">Of what <see cref="Results.Fingerprint"/> says.</param>
internal sealed record CatalogueRow(ComparisonReport Chosen, ComparisonReport Fresh, string Fingerprint)
{
    public string Scenario => Chosen.Scenario;

    /// <summary>A policy's P99.9 in units of Oracle's, over the chosen seeds.</summary>
    public double? TailRatio(string policy) => Of(policy).P999Ms / Of(OraclePolicy.Name).P999Ms;

    public PolicyReport Of(string policy) => Chosen.Policies.Single(row => row.Policy == policy);

    public PolicyReport FreshOf(string policy) => Fresh.Policies.Single(row => row.Policy == policy);
}
