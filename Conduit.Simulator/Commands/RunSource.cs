namespace Conduit.Simulator.Commands;

/// <summary>Where what is run comes from.</summary>
internal abstract record RunSource
{
    /// <summary>Reads and checks it.</summary>
    /// <param name="host">Finds scenarios.</param>
    /// <param name="problems">What is wrong with it, each with its place.</param>
    /// <returns>What to run; null where there are problems.</returns>
    public abstract RunInput? Open(CommandHost host, out IEnumerable<string> problems);

    /// <summary>Reads and checks it, and whether what is to come of it can be written; says what is wrong.</summary>
    /// <param name="host">Finds scenarios, and is told what is wrong.</param>
    /// <param name="report">Where the report is to go; null: nowhere.</param>
    /// <param name="record">Where the requests are to go; null: nowhere.</param>
    /// <returns>Null where something is wrong.</returns>
    public (RunInput Input, RunFiles Files)? Open(CommandHost host, string? report, string? record = null)
    {
        if (Open(host, out var problems) is not { } input)
        {
            host.Refuse(ExitCode.BadInput, problems);
            return null;
        }

        if (RunFiles.Check(report, record, input.Path, out var unwritable) is not { } files)
        {
            host.Refuse(ExitCode.BadInput, unwritable!);
            return null;
        }

        return (input, files);
    }
}
