namespace Conduit.Lab;

/// <summary>A fault with its place on a clock. Immutable.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="From">When it begins.</param>
/// <param name="To">When it ends; <see cref="TimeSpan.MaxValue"/> for never.</param>
public sealed record TimedFault(Fault Fault, TimeSpan From, TimeSpan To)
{
    /// <summary>Places a fault whose <see cref="Fault.At"/> counts from <paramref name="start"/>.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="start">Where its times count from.</param>
    public static TimedFault Starting(Fault fault, TimeSpan start)
        => new(fault, start + fault.At, fault.For is { } length ? start + fault.At + length : TimeSpan.MaxValue);

    /// <summary>True while it is in force.</summary>
    /// <param name="now">On the same clock.</param>
    public bool IsInForce(TimeSpan now) => now >= From && now < To;

    /// <summary>Time left; null if it never ends.</summary>
    /// <param name="now">On the same clock.</param>
    public TimeSpan? Remaining(TimeSpan now) => To == TimeSpan.MaxValue ? null : To - now;
}
