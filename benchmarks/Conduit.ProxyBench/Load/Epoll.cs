using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Conduit.ProxyBench.Load;

/// <summary>Waits for many sockets at once, to the microsecond, which neither timers nor sockets of the runtime do. For one thread.</summary>
internal sealed unsafe partial class Epoll : IDisposable
{
    public const uint Readable = 1;
    public const uint Writable = 4;

    private const int Add = 1;
    private const int Modify = 3;
    private const int TimerSlack = 29;
    private const int Most = 256;
    private const int NanosecondsPerTick = 100;

    // The kernel packs the event on x64 alone.
    private static readonly int TokenAt = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int EventBytes = TokenAt + 8;

    private readonly int _handle = Checked(Create(0));
    private readonly byte[] _events = new byte[Most * EventBytes];

    /// <summary>
    /// The present thread's sleeps end on time, not up to 50 µs later so that wake-ups can be shared. It does not go
    /// before others: on a machine they share it would keep the one it measures from its core.
    /// </summary>
    public static void BePunctual() => _ = Control(TimerSlack, 1, 0, 0, 0);

    public void Watch(nint socket, int token, uint events) => Set(Add, socket, token, events);

    public void Change(nint socket, int token, uint events) => Set(Modify, socket, token, events);

    /// <summary>Waits until a socket is ready or the time is up; tells how many are.</summary>
    public int Wait(TimeSpan time)
    {
        if (time > TimeSpan.Zero)
        {
            var poll = new Pollable { Handle = _handle, Events = (short)Readable };
            var limit = new Timespan { Seconds = (nint)(time.Ticks / TimeSpan.TicksPerSecond), Nanoseconds = (nint)(time.Ticks % TimeSpan.TicksPerSecond * NanosecondsPerTick) };
            _ = Poll(&poll, 1, &limit, null);
        }

        fixed (byte* events = _events)
        {
            // Interrupted by a signal is nothing ready.
            return Math.Max(0, Take(_handle, events, Most, 0));
        }
    }

    /// <summary>The token and the events of a ready socket.</summary>
    public (int Token, uint Events) Ready(int index)
        => (BitConverter.ToInt32(_events, (index * EventBytes) + TokenAt), BitConverter.ToUInt32(_events, index * EventBytes));

    public void Dispose() => _ = Close(_handle);

    private static int Checked(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    private void Set(int operation, nint socket, int token, uint events)
    {
        var item = stackalloc byte[EventBytes];
        *(uint*)item = events;
        *(long*)(item + TokenAt) = token;
        Checked(Set(_handle, operation, (int)socket, item));
    }

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int Set(int handle, int operation, int socket, byte* item);

    [LibraryImport("libc", EntryPoint = "epoll_wait")]
    private static partial int Take(int handle, byte* events, int most, int milliseconds);

    [LibraryImport("libc", EntryPoint = "ppoll")]
    private static partial int Poll(Pollable* pollable, nuint count, Timespan* limit, void* signals);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);

    private struct Pollable
    {
        public int Handle;
        public short Events;
        public short Ready;
    }

    private struct Timespan
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
