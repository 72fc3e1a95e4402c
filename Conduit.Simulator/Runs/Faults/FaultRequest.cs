using System.Text.Json;
using Conduit.Lab;

namespace Conduit.Simulator.Runs.Faults;

/// <summary>What an upstream is told at one moment: every fault in force on it then, since each call replaces them all.</summary>
/// <param name="Json">The body of the call.</param>
/// <param name="Until">When the last of these faults ends, from the run's start.</param>
internal sealed record FaultRequest(string Json, TimeSpan Until)
{
    /// <summary>The faults in force on an upstream, in the file's order, each with what is left of it.</summary>
    /// <param name="faults">The scenario's faults.</param>
    /// <param name="upstream">The upstream.</param>
    /// <param name="now">From the run's start.</param>
    public static FaultRequest At(IReadOnlyList<TimedFault> faults, string upstream, TimeSpan now)
    {
        TimedFault[] inForce = [.. faults.Where(fault => fault.Fault.On == upstream && fault.IsInForce(now))];
        return new FaultRequest(
            Write(inForce.Select(fault => FaultWriter.ToChaos(Creep(fault, now), fault.Remaining(now)))),
            inForce.Select(fault => fault.To).DefaultIfEmpty(now).Max());
    }

    // A creeping latency goes on creeping from where it is, not from its beginning again.
    private static Fault Creep(TimedFault fault, TimeSpan now)
        => fault.Fault is { RampTo: { } rampTo, Add: { } add }
            ? fault.Fault with { Add = add + ((rampTo - add) * ((now - fault.From) / (fault.To - fault.From))) }
            : fault.Fault;

    private static string Write(IEnumerable<IReadOnlyDictionary<string, string>> faults)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("faults");
            foreach (var fault in faults)
            {
                json.WriteStartObject();
                foreach (var (key, value) in fault)
                {
                    if (key is "status" or "probability")
                    {
                        json.WritePropertyName(key);
                        json.WriteRawValue(value);
                    }
                    else
                    {
                        json.WriteString(key, value);
                    }
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
