using System.Globalization;

namespace Conduit.Lab;

/// <summary>Writes a fault back to its keys and values, for the chaos API.</summary>
public static class FaultWriter
{
    /// <summary>The keys that differ from their defaults; <c>on</c> and <c>at</c> are left out, since the API means here and now.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="remaining">How long it goes on; null until cleared.</param>
    public static IReadOnlyDictionary<string, string> ToChaos(Fault fault, TimeSpan? remaining)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = fault.Name, ["kind"] = FaultKinds.Name(fault.Kind) };
        void Time(string key, TimeSpan? value)
        {
            if (value is { } time)
            {
                values[key] = DurationText.Format(time);
            }
        }

        Time("for", remaining);
        Time("add", fault.Add);
        Time("set", fault.Set);
        Time("rampTo", fault.RampTo);
        Time("jitter", fault.Jitter == TimeSpan.Zero ? null : fault.Jitter);
        Time("after", fault.After);
        Time("every", fault.Kind == FaultKind.Pause ? fault.Every : null);
        Time("length", fault.Kind == FaultKind.Pause ? fault.Length : null);
        if (fault.Kind == FaultKind.Error)
        {
            values["status"] = fault.Status.ToString(CultureInfo.InvariantCulture);
        }

        if (fault.Probability < 1)
        {
            values["probability"] = fault.Probability.ToString("R", CultureInfo.InvariantCulture);
        }

        if (fault.Paths is { } paths)
        {
            values["paths"] = paths.Pattern;
        }

        return values;
    }
}
