using Conduit.Routing;

namespace Conduit.Simulator.Serve;

/// <summary>Settings of <c>serve</c>: the <c>Conduit:Simulator</c> section of its configuration.</summary>
internal sealed class SimulatorOptions
{
    public const string Section = "Conduit:Simulator";

    /// <summary>Where the load is sent. Default <c>http://localhost:8080</c>; an http or https URL without a path.</summary>
    public Uri Target { get; set; } = new("http://localhost:8080");

    /// <summary>The scenario that is repeated, by name or file. Default <c>tour</c>.</summary>
    public string Scenario { get; set; } = "tour";

    /// <summary>Seed of the first round; each further round takes the next. Default: the scenario's own.</summary>
    public ulong? Seed { get; set; }

    /// <summary>Steady load between rounds. Default 30 s, 1 s to 1 h.</summary>
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the loop waits after a run that took the lab from it. Default 5 s, 0 to 10 min.</summary>
    public TimeSpan ResumeAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether commands, such as starting a run, are taken from other machines. Default false.</summary>
    public bool RemoteCommands { get; set; }

    public static void Check(SimulatorOptions options, OptionMistakes mistakes)
    {
        mistakes.Require(
            options.Target is { IsAbsoluteUri: true, PathAndQuery: "/" } target && (target.Scheme == Uri.UriSchemeHttp || target.Scheme == Uri.UriSchemeHttps),
            options.Target,
            "an http or https URL without a path, such as http://localhost:8080");
        mistakes.Range(options.Pause, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        mistakes.Range(options.ResumeAfter, TimeSpan.Zero, TimeSpan.FromMinutes(10));
    }
}
