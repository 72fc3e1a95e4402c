using Conduit.Simulator.Runs.Target;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Runs.Comparing;

/// <summary>The targets of a comparison, and the upstreams that all of them share.</summary>
internal sealed record TargetLineup
{
    private TargetLineup()
    {
    }

    public required IReadOnlyList<ComparedTarget> Targets { get; init; }

    /// <summary>The upstreams as whichever target tells of them; what befalls them befalls all targets.</summary>
    public required LabTarget Upstreams { get; init; }

    /// <summary>Looks at all targets before anything starts.</summary>
    /// <param name="probe">Looks.</param>
    /// <param name="addresses">The targets by name.</param>
    /// <param name="controls">Control addresses the user gave; they win over what targets tell.</param>
    /// <param name="version">The HTTP version to speak with targets.</param>
    /// <param name="scenario">What is to be run: all that it speaks of has to be there.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task<(TargetLineup? Lineup, RunProblem? Problem)> LookAsync(
        TargetProbe probe, IReadOnlyList<KeyValuePair<string, Uri>> addresses, IReadOnlyDictionary<string, Uri> controls, Version version, Scenario scenario, CancellationToken stop)
    {
        var targets = new List<ComparedTarget>();
        foreach (var (name, address) in addresses)
        {
            var (target, unreachable) = await probe.LookAsync(address, controls, stop, version);
            if (unreachable is not null)
            {
                return (null, unreachable with { Message = $"{name}: {unreachable.Message}" });
            }

            targets.Add(new ComparedTarget(name, target!));
        }

        if (Strangers(targets, controls) is { } strangers)
        {
            return (null, strangers);
        }

        var tellers = targets.Where(target => target.Target.Upstreams is not null).ToList();
        var upstreams = (tellers.FirstOrDefault() ?? targets[0]).Target with
        {
            Upstreams = tellers.Count == 0 ? null : [.. tellers.SelectMany(target => target.Target.Upstreams!).Distinct(StringComparer.Ordinal)],
            Elsewhere = [.. targets.SelectMany(target => target.Target.Elsewhere)],
            Controls = targets.SelectMany(target => target.Target.Controls).DistinctBy(control => control.Key).ToDictionary(StringComparer.Ordinal),
        };
        return await probe.CheckAsync(upstreams, scenario, stop) is { } problem
            ? (null, problem)
            : (new TargetLineup { Targets = targets, Upstreams = upstreams }, null);
    }

    /// <summary>Two that call different upstreams by one name: a fault would befall only one of them.</summary>
    private static RunProblem? Strangers(List<ComparedTarget> targets, IReadOnlyDictionary<string, Uri> controls)
    {
        var known = new Dictionary<string, (string Target, Uri Control)>(StringComparer.Ordinal);
        foreach (var target in targets)
        {
            foreach (var (name, control) in target.Target.Controls.Where(control => !controls.ContainsKey(control.Key)))
            {
                if (known.TryGetValue(name, out var other) && other.Control != control)
                {
                    return new RunProblem(
                        RunProblemKind.BadInput,
                        $"{other.Target} and {target.Name} do not share their upstreams: '{name}' has its control port at {other.Control} and at {control}; compare targets over the same upstreams, or say which is meant with --control {name}=URL");
                }

                known[name] = (target.Name, control);
            }
        }

        return null;
    }
}
