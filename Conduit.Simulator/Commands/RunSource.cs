namespace Conduit.Simulator.Commands;

/// <summary>Where what is run comes from.</summary>
internal abstract record RunSource
{
    /// <summary>Reads and checks it.</summary>
    /// <param name="host">Finds scenarios.</param>
    /// <param name="problems">What is wrong with it, each with its place.</param>
    /// <returns>What to run; null where there are problems.</returns>
    public abstract RunInput? Open(CommandHost host, out IEnumerable<string> problems);
}
