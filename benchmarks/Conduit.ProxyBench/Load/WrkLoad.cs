using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Conduit.ProxyBench.Load;

/// <summary>Full load by wrk.</summary>
internal sealed partial class WrkLoad(string file, int connections) : LoadSource
{
    public override string Name => "wrk";

    public override async Task<LoadResult> RunAsync(Uri address, TimeSpan leadIn, TimeSpan length, Func<Task> begin, CancellationToken stop)
    {
        if (leadIn > TimeSpan.Zero)
        {
            await RunAsync(address, leadIn, stop);
        }

        await begin();
        return await RunAsync(address, length, stop);
    }

    private async Task<LoadResult> RunAsync(Uri address, TimeSpan length, CancellationToken stop)
    {
        var info = new ProcessStartInfo(file, ["-t2", $"-c{connections}", $"-d{Math.Max(1, Math.Round(length.TotalSeconds))}s", "--latency", address.ToString()])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(info)!;
        try
        {
            var text = await process.StandardOutput.ReadToEndAsync(stop);
            await process.WaitForExitAsync(stop);
            return Read(text);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    private static LoadResult Read(string text)
    {
        var total = Total().Match(text);
        if (!total.Success)
        {
            throw new FormatException($"wrk said: {text}");
        }

        var errors = Errors().Matches(text).Sum(match => match.Groups["count"].Captures.Sum(count => long.Parse(count.Value, CultureInfo.InvariantCulture)));
        return new(
            long.Parse(total.Groups["requests"].Value, CultureInfo.InvariantCulture),
            double.Parse(PerSecond().Match(text).Groups["rate"].Value, CultureInfo.InvariantCulture),
            Percentile(text, "50%"),
            Percentile(text, "99%"),
            errors);
    }

    private static TimeSpan Percentile(string text, string name)
    {
        var match = Latency().Matches(text).First(match => match.Groups["name"].Value == name);
        var value = double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture);
        return match.Groups["unit"].Value switch
        {
            "us" => TimeSpan.FromMicroseconds(value),
            "ms" => TimeSpan.FromMilliseconds(value),
            _ => TimeSpan.FromSeconds(value),
        };
    }

    [GeneratedRegex(@"(?<requests>\d+) requests in ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Total();

    [GeneratedRegex(@"Requests/sec:\s+(?<rate>[\d.]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PerSecond();

    [GeneratedRegex(@"^\s+(?<name>\d+%)\s+(?<value>[\d.]+)(?<unit>us|ms|s)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Latency();

    [GeneratedRegex(@"Socket errors: connect (?<count>\d+), read (?<count>\d+), write (?<count>\d+), timeout (?<count>\d+)|Non-2xx or 3xx responses: (?<count>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Errors();
}
