using System.CommandLine;
using Conduit.Simulator.Virtual;

namespace Conduit.Simulator.Commands;

/// <summary>Where a run is sent, or that it is virtual: what 'run' and 'replay' have in common.</summary>
internal sealed class RunOptions
{
    private readonly Option<Uri?> _target = LiveOptions.Target();
    private readonly Option<bool> _http2 = LiveOptions.Http2();
    private readonly Option<Dictionary<string, Uri>> _controls = LiveOptions.Controls();
    private readonly Option<LabChoice> _lab = LiveOptions.Lab();
    private readonly Option<bool> _isVirtual = new("--virtual") { Description = "Runs in virtual time, with modelled upstreams and proxies: no sockets, no waiting, the same outcome every time." };
    private readonly Option<string?> _policy;
    private readonly Option<string?> _report = CommonOptions.Report();
    private readonly Option<bool> _quiet = new("--quiet") { Description = "Says only what went wrong." };

    private readonly Option<string?> _record = new("--record")
    {
        Description = "Records every request, to be replayed; compressed if the name ends in .gz.",
        HelpName = "FILE",
    };

    /// <param name="usualPolicy">What a virtual run is routed by where no policy is given.</param>
    public RunOptions(string usualPolicy)
        => _policy = new Option<string?>("--policy")
        {
            Description = $"Virtual runs: how the proxies choose, {usualPolicy} if not given; one of {string.Join(", ", VirtualPolicies.All)}.",
            HelpName = "NAME",
        };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_target, _http2, _isVirtual, _policy, _record, _report, _quiet, _controls, _lab])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(_isVirtual))
            {
                foreach (var option in (Option[])[_target, _http2, _controls, _lab])
                {
                    if (result.GetResult(option) is { Implicit: false })
                    {
                        result.AddError($"{option.Name} is for live runs: a virtual run sends nothing anywhere");
                    }
                }
            }
        });
    }

    /// <summary>Runs what the command line asks for, live or virtually.</summary>
    public async Task<ExitCode> RunAsync(CommandHost host, ParseResult parsed, RunSource source, CancellationToken stop)
    {
        if (parsed.GetValue(_isVirtual))
        {
            var virtually = new VirtualRequest
            {
                Source = source,
                Policy = parsed.GetValue(_policy),
                Report = parsed.GetValue(_report),
                Record = parsed.GetValue(_record),
                Quiet = parsed.GetValue(_quiet),
            };
            return await new VirtualSession(host, virtually).RunAsync(stop);
        }

        if (parsed.GetValue(_policy) is { } name)
        {
            return host.Refuse(ExitCode.BadInput, $"--policy {name}: a live run takes the target's own policy; this option is for virtual runs. Set the cluster's LoadBalancingPolicy in the proxy's configuration");
        }

        var request = new RunRequest
        {
            Source = source,
            Target = parsed.GetValue(_target) ?? new Uri(parsed.GetValue(_http2) ? LiveOptions.DefaultHttp2Target : LiveOptions.DefaultTarget),
            Http2 = parsed.GetValue(_http2),
            Report = parsed.GetValue(_report),
            Record = parsed.GetValue(_record),
            Quiet = parsed.GetValue(_quiet),
            Controls = parsed.GetRequiredValue(_controls),
            Lab = parsed.GetRequiredValue(_lab).Address,
        };
        return await new RunSession(host, request).RunAsync(stop);
    }
}
