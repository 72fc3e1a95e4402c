namespace Conduit.Routing;

/// <summary>
/// The one seam for chance. Every draw is a pure function of (seed, number, draw), so that a run repeats to the last
/// decision whatever the threads do meanwhile.
/// </summary>
/// <remarks>The mixing function is SplitMix64's finalizer (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014).</remarks>
public readonly struct Chance
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private const ulong Silver = 0xD1B54A32D192ED03;

    private readonly ulong _seed;

    /// <summary>Creates the seam for one seed.</summary>
    /// <param name="seed">Any value; the same seed gives the same draws.</param>
    public Chance(ulong seed) => _seed = Mix(seed + Golden);

    /// <summary>64 uniform bits for one draw.</summary>
    /// <param name="number">What the draw belongs to, usually the request's number.</param>
    /// <param name="draw">Which draw of that number; distinct draws are independent.</param>
    public ulong Bits(ulong number, uint draw = 0) => Mix(Mix(_seed + (number * Golden)) + ((draw + 1UL) * Silver));

    /// <summary>A uniform value in [0, 1).</summary>
    /// <inheritdoc cref="Bits"/>
    public double Unit(ulong number, uint draw = 0) => (Bits(number, draw) >> 11) * (1.0 / (1UL << 53));

    /// <summary>A uniform integer in [0, <paramref name="count"/>).</summary>
    /// <param name="count">How many values there are; at least 1.</param>
    /// <param name="number">What the draw belongs to, usually the request's number.</param>
    /// <param name="draw">Which draw of that number; distinct draws are independent.</param>
    public int Below(int count, ulong number, uint draw = 0)
        => (int)Math.BigMul(Bits(number, draw), (ulong)count, out _);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
