using Conduit.Lab;
using Conduit.LiveView.Apis;
using Conduit.LiveView.State;

namespace Conduit.LiveView.Words;

/// <summary>Faults as people say them.</summary>
internal static class FaultWords
{
    public static ActiveFault Of(FaultMessage fault, DateTimeOffset now)
        => new(fault.Kind, Words(fault), DurationText.TryParse(fault.For, out var left) ? now + left : null);

    /// <summary>One or two words for a band in a chart.</summary>
    public static string Short(string kind) => kind switch
    {
        "latency" => "slow",
        "error" => "errors",
        "pause" => "pauses",
        "hang" => "hangs",
        "refuse" => "refuses",
        "reset" => "resets",
        "truncate" => "truncates",
        "crash" => "crashed",
        _ => kind,
    };

    private static string Words(FaultMessage fault)
    {
        var some = fault.Probability is { } probability and < 1 ? $"{Figures.Share(probability)} " : "";
        var words = fault.Kind switch
        {
            "latency" => fault.Add is { } add ? $"slow, +{add}" : fault.Set is { } set ? $"slow, {set}" : "slow",
            "error" => $"{some}errors{(fault.Status is { } status ? $" {Figures.Whole(status)}" : "")}",
            "pause" => "stands still now and then",
            "hang" => $"{some}hangs",
            "refuse" => "refuses connections",
            "reset" => $"{some}resets connections",
            "truncate" => $"{some}breaks off answers",
            "crash" => "crashed",
            _ => fault.Kind,
        };
        return fault.Paths is { } paths ? $"{words} on {paths}" : words;
    }
}
