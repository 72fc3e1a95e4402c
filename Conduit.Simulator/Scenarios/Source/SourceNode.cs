namespace Conduit.Simulator.Scenarios.Source;

/// <summary>One node of a scenario file as written, with its place.</summary>
internal abstract record SourceNode(int Line, int Column)
{
    /// <summary>What a message calls this kind of node.</summary>
    public abstract string Noun { get; }
}

internal sealed record SourceScalar(string Text, int Line, int Column) : SourceNode(Line, Column)
{
    /// <summary>Whether it is YAML's and JSON's null.</summary>
    public bool IsNull => !Quoted && Text is ("" or "~" or "null" or "Null" or "NULL");

    /// <summary>Whether it stands in quotes or in a block, and so is text whatever it looks like.</summary>
    public bool Quoted { get; init; }

    public override string Noun => IsNull ? "nothing" : $"'{Text}'";
}

internal sealed record SourceSequence(IReadOnlyList<SourceNode> Items, int Line, int Column) : SourceNode(Line, Column)
{
    public override string Noun => "a list";
}

internal sealed record SourceMapping(IReadOnlyList<SourceEntry> Entries, int Line, int Column) : SourceNode(Line, Column)
{
    public override string Noun => "a mapping";
}

/// <summary>A key of a mapping and what it holds; a key that is written twice appears twice.</summary>
internal sealed record SourceEntry(string Key, int Line, int Column, SourceNode Value);
