using System.Globalization;
using System.Net;
using System.Text.Json;
using Conduit.Lab;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Runs.Target;

/// <summary>Looks at the target before anything starts.</summary>
internal sealed class TargetProbe
{
    private const int ControlOffset = 1000;

    private readonly HttpMessageInvoker _http;
    private readonly TimeProvider _time;
    private readonly string _option;

    /// <param name="http">For the calls.</param>
    /// <param name="time">The clock of their patience.</param>
    /// <param name="option">The option that names targets, for messages.</param>
    public TargetProbe(HttpMessageInvoker http, TimeProvider time, string option = "--target")
    {
        _http = http;
        _time = time;
        _option = option;
    }

    /// <summary>Finds out whether the target answers and what it tells of its upstreams.</summary>
    /// <param name="target">Where the run is to be sent.</param>
    /// <param name="controls">Control addresses the user gave; they win over what the proxy says.</param>
    /// <param name="stop">Gives up.</param>
    /// <param name="version">The HTTP version to speak with it; 1.1 if not given.</param>
    public async Task<(LabTarget? Target, RunProblem? Problem)> LookAsync(
        Uri target, IReadOnlyDictionary<string, Uri> controls, CancellationToken stop, Version? version = null)
    {
        var (status, body) = await ControlCall.SendAsync(_http, _time, HttpMethod.Get, new Uri(target, "/_conduit/upstreams"), null, stop, version: version);
        if (status is null)
        {
            return (null, new RunProblem(RunProblemKind.Unreachable, $"no answer from {target.OriginalString.TrimEnd('/')}{Spoken(version)}: {body.TrimEnd('.')}; {Remedy(version)}"));
        }

        var found = status == 200 ? Read(body) : null;
        var merged = new Dictionary<string, Uri>(StringComparer.Ordinal);
        var elsewhere = new List<string>();
        foreach (var entry in found?.Upstreams ?? [])
        {
            if (entry.Id is not null && Control(entry.Address) is { } control)
            {
                // Loopback is the machine's that tells it; here it would be this one, and others' upstreams.
                if (control.IsLoopback && !target.IsLoopback)
                {
                    elsewhere.Add(entry.Id);
                }
                else
                {
                    merged[entry.Id] = control;
                }
            }
        }

        foreach (var (name, control) in controls)
        {
            merged[name] = control;
        }

        return (new LabTarget
        {
            Address = target,
            Version = version ?? HttpVersion.Version11,
            Policy = found?.Policy,
            Upstreams = found?.Upstreams?.Select(entry => entry.Id).OfType<string>().ToArray(),
            Elsewhere = elsewhere,
            Controls = merged,
        }, null);
    }

    /// <summary>Checks that all the scenario speaks of is there: its upstreams, and control ports for its faults.</summary>
    /// <returns>What is missing; null when the run can start.</returns>
    public async Task<RunProblem?> CheckAsync(LabTarget target, Scenario scenario, CancellationToken stop)
    {
        if (UnknownUpstreams(target, scenario) is { } unknown)
        {
            return unknown;
        }

        foreach (var name in scenario.Faults.Select(fault => fault.Fault.On!).Distinct(StringComparer.Ordinal))
        {
            if (!target.Controls.TryGetValue(name, out var control))
            {
                return new RunProblem(RunProblemKind.BadInput, $"{scenario.Name}: no control port known for '{name}'; {Untold(target, name)}, so give it with --control {name}=URL");
            }

            var (status, body) = await ControlCall.SendAsync(_http, _time, HttpMethod.Get, new Uri(control, "/chaos"), null, stop);
            if (status != 200)
            {
                var why = status is null ? body : $"it answered {status.Value.ToString(CultureInfo.InvariantCulture)}";
                return new RunProblem(RunProblemKind.Unreachable, $"the control port of '{name}' at {control} does not take faults: {why}; start the upstream or give another address with --control {name}=URL");
            }
        }

        return null;
    }

    private static string Untold(LabTarget target, string name) => target.Elsewhere.Contains(name, StringComparer.Ordinal)
        ? $"{target.Address} tells an address that only its own machine can use"
        : $"{target.Address} does not tell its upstreams";

    private static string Spoken(Version? version) => version == HttpVersion.Version20 ? " in HTTP/2" : "";

    private string Remedy(Version? version) => version == HttpVersion.Version20
        ? $"start the lab with 'make up', or name an address that takes HTTP/2 without TLS with {_option}, as http://localhost:8081 does"
        : $"start the lab with 'make up' or name another address with {_option}";

    private static RunProblem? UnknownUpstreams(LabTarget target, Scenario scenario)
    {
        if (target.Upstreams is not { } known)
        {
            return null;
        }

        var missing = scenario.UpstreamNames.Except(known, StringComparer.Ordinal).ToArray();
        if (missing.Length == 0)
        {
            return null;
        }

        var hint = missing.Length == 1 && KeyHint.Nearest(missing[0], known) is { } near ? $"did you mean '{near}'? " : "";
        return new RunProblem(
            RunProblemKind.BadInput,
            $"{scenario.Name}: {target.Address} has no upstream {string.Join(", ", missing.Select(name => $"'{name}'"))}; {hint}It has: {string.Join(", ", known)}");
    }

    private static UpstreamsDocument? Read(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, UpstreamsJson.Default.UpstreamsDocument);
        }
        catch (JsonException)
        {
            // Some other server that answers everything: there is nothing to learn from it.
            return null;
        }
    }

    private static Uri? Control(string? address)
        => Uri.TryCreate(address, UriKind.Absolute, out var data) && data.Port + ControlOffset <= ushort.MaxValue
            ? new UriBuilder(Uri.UriSchemeHttp, data.Host, data.Port + ControlOffset).Uri
            : null;
}
