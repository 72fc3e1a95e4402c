using System.Globalization;

namespace Conduit.Lab;

/// <summary>Reads and checks a fault from its keys and values: one reader for scenario files and for the chaos API.</summary>
public sealed class FaultReader
{
    /// <summary>The least status an error can have.</summary>
    public const int LeastStatus = 400;

    /// <summary>The greatest status an error can have.</summary>
    public const int MostStatus = 599;

    private const int LongestName = 100;
    private static readonly string[] Common = ["name", "on", "at", "for", "kind"];

    private readonly IReadOnlyDictionary<string, string> _values;
    private readonly List<FaultMistake> _mistakes = [];

    private FaultReader(IReadOnlyDictionary<string, string> values) => _values = values;

    /// <summary>The longest time a fault may name.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromHours(24);

    /// <summary>Reads a fault; all mistakes at once.</summary>
    /// <param name="values">Keys and values as written.</param>
    /// <param name="context">Where they are written.</param>
    /// <param name="fault">The fault; null if there are mistakes.</param>
    /// <returns>The mistakes; none if the fault is good.</returns>
    public static IReadOnlyList<FaultMistake> Read(IReadOnlyDictionary<string, string> values, FaultContext context, out Fault? fault)
    {
        var reader = new FaultReader(values);
        fault = reader.Read(context);
        if (reader._mistakes.Count > 0)
        {
            fault = null;
        }

        return reader._mistakes;
    }

    /// <summary>The keys a fault of a kind can have, the common ones first.</summary>
    /// <param name="kind">The kind.</param>
    public static IEnumerable<string> KeysOf(FaultKind kind)
    {
        string[] own = kind switch
        {
            FaultKind.Latency => ["add", "set", "jitter", "rampTo"],
            FaultKind.Error => ["status", "after"],
            FaultKind.Pause => ["every", "length"],
            _ => [],
        };
        string[] aim = kind.IsPerRequest() ? ["probability", "paths"] : [];
        return [.. Common, .. own, .. aim];
    }

    private Fault? Read(FaultContext context)
    {
        if (!FaultKinds.TryParse(_values.GetValueOrDefault("kind"), out var kind))
        {
            Mistake("kind", _values.TryGetValue("kind", out var given)
                ? $"'{given}' is no kind of fault; there are {string.Join(", ", FaultKinds.Names)}"
                : $"missing; give one of {string.Join(", ", FaultKinds.Names)}");
            return null;
        }

        CheckKeys(kind, context);
        var fault = new Fault
        {
            Kind = kind,
            On = _values.GetValueOrDefault("on"),
            At = Time("at", TimeSpan.Zero, context == FaultContext.Scenario) ?? TimeSpan.Zero,
            For = Time("for", TimeSpan.FromMilliseconds(1), context == FaultContext.Scenario),
            Add = Time("add", TimeSpan.Zero),
            RampTo = Time("rampTo", TimeSpan.Zero),
            Set = Time("set", TimeSpan.Zero),
            Jitter = Time("jitter", TimeSpan.Zero) ?? TimeSpan.Zero,
            Status = kind == FaultKind.Error ? Status() : 0,
            After = Time("after", TimeSpan.Zero),
            Every = Time("every", TimeSpan.FromMilliseconds(1), kind == FaultKind.Pause) ?? TimeSpan.Zero,
            Length = Time("length", TimeSpan.FromMilliseconds(1), kind == FaultKind.Pause) ?? TimeSpan.Zero,
            Probability = Probability(),
            Paths = Paths(),
        };
        CheckTogether(fault);
        return Name() is { } name ? fault with { Name = name } : fault;
    }

    private void CheckKeys(FaultKind kind, FaultContext context)
    {
        var known = KeysOf(kind).Where(key => context == FaultContext.Scenario || key is not ("on" or "at")).ToArray();
        foreach (var key in _values.Keys.Except(known, StringComparer.Ordinal))
        {
            var near = KeyHint.Nearest(key, known);
            Mistake(key, $"no key of a {FaultKinds.Name(kind)} fault{(near is null ? "." : $"; did you mean {near}?")} There are {string.Join(", ", known)}");
        }

        if (context == FaultContext.Scenario && string.IsNullOrWhiteSpace(_values.GetValueOrDefault("on")))
        {
            Mistake("on", "missing; give the name of an upstream");
        }
    }

    private void CheckTogether(Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.Latency when fault.Add is null == fault.Set is null && !Bad("add") && !Bad("set"):
                Mistake("add", "give either add or set");
                break;
            case FaultKind.Latency when fault is { RampTo: not null, Add: null }:
                Mistake("rampTo", "goes with add only");
                break;
            case FaultKind.Latency when fault is { RampTo: not null, For: null } && !Bad("for"):
                Mistake("rampTo", "needs for: the time it takes");
                break;
            case FaultKind.Pause when fault.Length >= fault.Every && !Bad("every") && !Bad("length"):
                Mistake("length", $"must be shorter than every, {DurationText.Format(fault.Every)}");
                break;
        }
    }

    private string? Name()
    {
        if (_values.TryGetValue("name", out var name) && (string.IsNullOrWhiteSpace(name) || name.Length > LongestName))
        {
            Mistake("name", $"'{name}' is not allowed; give 1 to {LongestName} characters, or leave it out");
        }

        return name;
    }

    private TimeSpan? Time(string key, TimeSpan least, bool needed = false)
    {
        if (!_values.TryGetValue(key, out var text))
        {
            if (needed)
            {
                Mistake(key, $"missing; give {DurationText.Form}");
            }

            return null;
        }

        if (DurationText.TryParse(text, out var time) && time >= least && time <= Longest)
        {
            return time;
        }

        Mistake(key, $"'{text}' is not allowed; give {DurationText.Form}, {DurationText.Format(least)} to {DurationText.Format(Longest)}");
        return null;
    }

    private int Status()
    {
        if (_values.TryGetValue("status", out var text) && int.TryParse(text, CultureInfo.InvariantCulture, out var status) && status is >= LeastStatus and <= MostStatus)
        {
            return status;
        }

        Mistake("status", text is null ? "missing; give 400 to 599" : $"'{text}' is not allowed; give 400 to 599");
        return 0;
    }

    private double Probability()
    {
        if (!_values.TryGetValue("probability", out var text))
        {
            return 1;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 1)
        {
            return value;
        }

        Mistake("probability", $"'{text}' is not allowed; give 0 to 1");
        return 1;
    }

    private PathGlob? Paths()
    {
        if (!_values.TryGetValue("paths", out var text))
        {
            return null;
        }

        if (text.StartsWith('/') || text.StartsWith('*'))
        {
            return new(text);
        }

        Mistake("paths", $"'{text}' fits no path; give a glob such as /orders*");
        return null;
    }

    private bool Bad(string key) => _mistakes.Exists(mistake => mistake.Key == key);

    // The first one found says most: a key that does not belong need not have a good value too.
    private void Mistake(string key, string message)
    {
        if (!Bad(key))
        {
            _mistakes.Add(new(key, message));
        }
    }
}
