namespace Conduit.Simulator.Reports.Documents;

/// <summary>What came of it, in a sentence.</summary>
public sealed record ReportVerdict(Judgement Judgement, string Text);

/// <summary>How a thing is to be seen.</summary>
public enum Judgement
{
    /// <summary>Nobody judged it.</summary>
    None,

    Good,

    Bad,

    /// <summary>The best among its like.</summary>
    Best,
}
