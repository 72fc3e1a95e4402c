namespace Conduit.Tests.Integration;

/// <summary>Starts labs under the host that this build has: plain processes.</summary>
internal static class Labs
{
    public static async Task<ILab> StartAsync(string without) => await ProcessLab.StartAsync(without);
}
