using Conduit.Lab;
using Conduit.Routing;
using Microsoft.Extensions.Options;

namespace Conduit.Simulator.Virtual.Proxies;

/// <summary>
/// The settings of a modelled proxy: what of a real one's <c>Conduit</c> section means something without sockets. A
/// scenario's <c>proxy</c> changes them; the rest is as in the lab, so that a scenario means the same live and virtually.
/// </summary>
internal sealed class VirtualProxyOptions
{
    private const string Section = "proxy";

    /// <summary>Requests the proxy works on at once; more are shed with 503. Default 10000, 1 to 1000000.</summary>
    public int MaxConcurrentRequests { get; set; } = 10_000;

    /// <summary>Largest request body that is held in memory so that it can be sent again, in bytes. Default 64 KiB, 0 (none) to 16 MiB.</summary>
    public int BufferedBodyBytes { get; set; } = 64 * 1024;

    /// <summary>Segments of the path that tell requests apart. Default 1, 0 (none) to 8.</summary>
    public int RouteSegments { get; set; } = 1;

    /// <summary>How upstreams are chosen. The lab's time limits: 1 s for an attempt, 10 s for a request.</summary>
    public RouterOptions Routing { get; set; } = new()
    {
        AttemptTimeout = TimeSpan.FromSeconds(1),
        Deadline = TimeSpan.FromSeconds(10),
    };

    /// <summary>Reads a scenario's <c>proxy</c>.</summary>
    /// <param name="proxy">Keys below <c>Conduit</c>, and values; times may be written as anywhere in a scenario.</param>
    /// <param name="mistakes">Everything wrong with it, each with its key.</param>
    /// <returns>The options, or null when there is any mistake.</returns>
    public static VirtualProxyOptions? Read(IReadOnlyDictionary<string, string> proxy, out IReadOnlyList<string> mistakes)
    {
        var values = proxy.Select(pair => KeyValuePair.Create($"{Section}:{pair.Key}", (string?)Plain(pair.Value)));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        try
        {
            mistakes = [];
            return StrictOptions.Read<VirtualProxyOptions>(configuration.GetSection(Section), Check);
        }
        catch (OptionsValidationException invalid)
        {
            mistakes = [.. invalid.Failures];
            return null;
        }
    }

    /// <summary>Switches off all that mends a choice afterwards: breaker, failover, hedging.</summary>
    public void Bare()
    {
        Routing.Breaker.ConsecutiveFailures = int.MaxValue;
        Routing.Breaker.ConnectFailures = int.MaxValue;
        Routing.Breaker.MinimumSamples = int.MaxValue;
        Routing.Failover.MaxAttempts = 1;
        Routing.Hedging.BudgetPerRequest = 0;
    }

    private static void Check(VirtualProxyOptions options, OptionMistakes mistakes)
    {
        mistakes.Range(options.MaxConcurrentRequests, 1, 1_000_000);
        mistakes.Range(options.BufferedBodyBytes, 0, 16 << 20);
        mistakes.Range(options.RouteSegments, 0, 8);
        var routing = new OptionMistakes($"{Section}:{nameof(Routing)}");
        RouterOptionsCheck.Check(options.Routing, routing);
        foreach (var message in routing.Messages)
        {
            mistakes.Add(message);
        }
    }

    // Only a number with a unit is a time in a scenario's words; nothing else is written like that.
    private static string Plain(string value)
        => value.Length > 0 && char.IsAsciiLetter(value[^1]) && DurationText.TryParse(value, out var time) ? time.ToString("c") : value;
}
