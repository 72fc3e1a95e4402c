using Conduit.ProxyBench.Load;

namespace Conduit.ProxyBench;

/// <summary>One peer in one round of one case. Immutable.</summary>
internal sealed record Measurement
{
    public required string Peer { get; init; }

    /// <summary>What was done to it: a pace, or a step of something that grows.</summary>
    public required string Case { get; init; }

    public required int Round { get; init; }

    public required LoadResult Load { get; init; }

    /// <summary>Processor time of the peer's processes, by the operating system's accounting.</summary>
    public required TimeSpan Cpu { get; init; }

    /// <summary>Before the load.</summary>
    public required long ResidentBytesBefore { get; init; }

    /// <summary>The most there was during it.</summary>
    public required long PeakResidentBytes { get; init; }

    /// <summary>After it.</summary>
    public required long ResidentBytes { get; init; }

    /// <summary>Managed bytes allocated; null where nobody can tell.</summary>
    public required long? AllocatedBytes { get; init; }

    public double CpuMicroseconds => Cpu.TotalMicroseconds / Load.Requests;

    public double ResidentMiB => ResidentBytes / 1024.0 / 1024.0;

    public double ResidentMiBBefore => ResidentBytesBefore / 1024.0 / 1024.0;

    public double PeakResidentMiB => PeakResidentBytes / 1024.0 / 1024.0;

    public double? AllocatedPerRequest => (double?)AllocatedBytes / Load.Requests;

    public override string ToString()
        => $"{Peer,-12} {Case,-20} {Load.PerSecond,8:F0}/s  P50 {Load.P50.TotalMilliseconds:F2} ms  P99 {Load.P99.TotalMilliseconds:F2} ms  "
            + (Load.LateP99 > TimeSpan.Zero ? $"sent late P50 {Load.LateP50.TotalMilliseconds:F2} P99 {Load.LateP99.TotalMilliseconds:F2} ms  " : "")
            + $"{CpuMicroseconds:F1} µs/request  {ResidentMiB:F0} MiB{(AllocatedPerRequest is { } bytes ? $"  {bytes:F0} B/request" : "")}{(Load.Errors > 0 ? $"  {Load.Errors} ERRORS" : "")}";
}
