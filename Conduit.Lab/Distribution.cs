namespace Conduit.Lab;

/// <summary>Shape of a service time.</summary>
public enum Distribution
{
    /// <summary>Memoryless, as of independent work: the default.</summary>
    Exponential,

    /// <summary>Always the mean.</summary>
    Constant,

    /// <summary>Skewed, with the spread set by its 99th percentile.</summary>
    Lognormal,

    /// <summary>Evenly spread about the mean, floored at 0.</summary>
    Uniform,
}
