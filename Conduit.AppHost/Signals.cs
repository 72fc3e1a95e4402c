using System.Runtime.InteropServices;

namespace Conduit.AppHost;

/// <summary>Asks a process to end. The base library can only kill.</summary>
internal static partial class Signals
{
    private const int SigTerm = 15;

    public static void Terminate(int processId) => _ = Kill(processId, SigTerm);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}
