using System.Runtime.InteropServices;

namespace Conduit.ProxyBench.Reports;

/// <summary>What the figures were taken on.</summary>
internal static class Machine
{
    public static string Description
        => $"{Environment.ProcessorCount} × {Processor}, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";

    private static string Processor
        => File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            ?? RuntimeInformation.ProcessArchitecture.ToString();
}
