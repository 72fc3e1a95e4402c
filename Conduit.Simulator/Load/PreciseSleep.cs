using System.Runtime.InteropServices;

namespace Conduit.Simulator.Load;

/// <summary>Lets the thread sleep with the system's own resolution, some 0.05 ms; the base library waits whole milliseconds.</summary>
internal static partial class PreciseSleep
{
    private static readonly TimeSpan Most = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether this system has it.</summary>
    public static bool IsSupported { get; } = OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    /// <summary>Sleeps for about this long, half a second at most; returns early when a signal arrives.</summary>
    public static void For(TimeSpan time) => _ = Sleep((uint)Math.Ceiling((time < Most ? time : Most).TotalMicroseconds));

    [LibraryImport("libc", EntryPoint = "usleep")]
    private static partial int Sleep(uint microseconds);
}
