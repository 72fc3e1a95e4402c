using System.CommandLine;
using System.CommandLine.Parsing;
using Conduit.Simulator.Virtual;

namespace Conduit.Simulator.Commands;

/// <summary>Where a run is sent, or that it is virtual: what 'run' and 'replay' have in common.</summary>
internal sealed class RunOptions
{
    private const string DefaultTarget = "http://localhost:8080";
    private const string DefaultLab = "http://localhost:8090";

    private readonly Option<Uri> _target = new("--target")
    {
        Description = "Where to send the load.",
        HelpName = "URL",
        DefaultValueFactory = _ => new Uri(DefaultTarget),
        CustomParser = result => Address(result),
    };

    private readonly Option<Dictionary<string, Uri>> _controls = new("--control")
    {
        Description = "An upstream's control address, where the target does not tell it; may be repeated.",
        HelpName = "NAME=URL",
        AllowMultipleArgumentsPerToken = false,
        Arity = ArgumentArity.ZeroOrMore,
        DefaultValueFactory = _ => [],
        CustomParser = Controls,
    };

    private readonly Option<LabChoice> _lab = new("--lab")
    {
        Description = "The simulator that loops in the lab, which the run takes over from; 'none' leaves it alone.",
        HelpName = "URL|none",
        DefaultValueFactory = _ => new LabChoice(new Uri(DefaultLab)),
        CustomParser = result => new LabChoice(result.Tokens[0].Value == LabChoice.None ? null : Address(result)),
    };

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
        foreach (var option in (Option[])[_target, _isVirtual, _policy, _record, _report, _quiet, _controls, _lab])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(_isVirtual))
            {
                foreach (var option in (Option[])[_target, _controls, _lab])
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
            Target = parsed.GetRequiredValue(_target),
            Report = parsed.GetValue(_report),
            Record = parsed.GetValue(_record),
            Quiet = parsed.GetValue(_quiet),
            Controls = parsed.GetRequiredValue(_controls),
            Lab = parsed.GetRequiredValue(_lab).Address,
        };
        return await new RunSession(host, request).RunAsync(stop);
    }

    private static Uri Address(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (TryAddress(text, out var address))
        {
            return address;
        }

        result.AddError($"'{text}' is no address to send to; give a URL without a path, as in {DefaultTarget}");
        return new Uri(DefaultTarget);
    }

    private static Dictionary<string, Uri> Controls(ArgumentResult result)
    {
        var controls = new Dictionary<string, Uri>(StringComparer.Ordinal);
        foreach (var token in result.Tokens)
        {
            var (name, url) = token.Value.Split('=', 2) is [var before, var after] ? (before, after) : ("", "");
            if (name.Length == 0 || !TryAddress(url, out var address))
            {
                result.AddError($"--control {token.Value}: give NAME=URL, as in alpha=http://localhost:4001");
            }
            else if (!controls.TryAdd(name, address))
            {
                result.AddError($"--control {token.Value}: '{name}' is given twice");
            }
        }

        return controls;
    }

    private static bool TryAddress(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Uri? address)
        => Uri.TryCreate(text, UriKind.Absolute, out address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            && address is { PathAndQuery: "/", Fragment: "", UserInfo: "" };

    /// <summary>The lab to take over; null: none.</summary>
    private sealed record LabChoice(Uri? Address)
    {
        public const string None = "none";

        public override string ToString() => Address?.OriginalString ?? None;
    }
}
