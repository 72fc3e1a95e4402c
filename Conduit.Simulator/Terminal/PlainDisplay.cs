using Conduit.Simulator.Reports;
using Conduit.Simulator.Runs;

namespace Conduit.Simulator.Terminal;

/// <summary>A line every few seconds, for logs and pipes.</summary>
internal sealed class PlainDisplay : IRunDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly TextWriter _output;
    private readonly TimeProvider _time;

    public PlainDisplay(TextWriter output, TimeProvider time)
    {
        _output = output;
        _time = time;
    }

    public Task ShowAsync(Func<RunProgress?> progress, Task ended)
        => DisplayLoop.RunAsync(_time, Interval, progress, ended, now => _output.WriteLine(Line(now)));

    private static string Line(RunProgress now)
        => $"{Figures.Clock(now.Elapsed)} of {Figures.Clock(now.Length)}  {now.Phase}: {Figures.Rate(now.Rate)}, success {Figures.Percent(now.SuccessRate)}, "
            + $"P50 {Figures.Milliseconds(now.P50)}, P99 {Figures.Milliseconds(now.P99)}{Shares(now)}{Faults(now)}";

    private static string Shares(RunProgress now)
    {
        var (shares, rest) = ShownShares.Of(now);
        return string.Concat(shares.Select(share => $", {share.Key} {Figures.Percent(share.Value)}")) + (rest > 0 ? $", {Figures.Count(rest)} more" : "");
    }

    private static string Faults(RunProgress now)
        => now.ActiveFaults.Count == 0 ? "" : $", in force: {string.Join(", ", now.ActiveFaults)}";
}
