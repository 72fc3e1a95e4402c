namespace Conduit.Tests.Integration;

/// <summary>A lab that runs, whichever host runs it. Disposing it ends it.</summary>
internal interface ILab : IAsyncDisposable
{
    /// <summary>Where a resource listens: its <c>http</c>, <c>control</c> or <c>h2c</c> endpoint.</summary>
    Uri Address(string resource, string endpoint = "http");

    /// <summary>The operating system's id of the process that is the resource now, or null while there is none.</summary>
    int? ProcessId(string resource);

    /// <summary>Everything that must be gone once the lab has ended.</summary>
    IReadOnlyList<ProcessIdentity> Processes();

    /// <summary>Ends the lab as a user would; how long that took.</summary>
    Task<TimeSpan> EndAsync();
}
