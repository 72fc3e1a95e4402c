namespace Conduit.Tests.Routing.Properties;

/// <summary>What can happen to a router.</summary>
public enum StepKind
{
    /// <summary>Time passes.</summary>
    Wait,

    /// <summary>A request comes.</summary>
    Begin,

    /// <summary>An attempt gets its whole answer.</summary>
    Answer,

    /// <summary>An attempt gets headers; its body goes on.</summary>
    Headers,

    /// <summary>An attempt fails without an answer, or within its body.</summary>
    Fail,

    /// <summary>A request has waited and asks for another attempt beside.</summary>
    Hedge,

    /// <summary>A client goes away.</summary>
    Abort,

    /// <summary>An upstream asks to be left alone.</summary>
    Limit,

    /// <summary>An upstream is excluded by hand.</summary>
    Isolate,

    /// <summary>It is let back.</summary>
    Release,

    /// <summary>A configuration with other upstreams.</summary>
    Update,
}
