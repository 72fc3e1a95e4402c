namespace Conduit.AppHost;

/// <summary>Ends the lab that a record names, and nothing else.</summary>
internal static class DownCommand
{
    // The lab ends everything within 5 s; the rest is for a machine under load.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync(LabFolders folders, int portOffset, TextWriter output)
    {
        var path = LabRecord.PathFor(folders, portOffset);
        using var process = LabRecord.Read(path)?.FindProcess();
        if (process is null)
        {
            if (File.Exists(path))
            {
                File.Delete(path);
            }

            await output.WriteLineAsync("No lab is running.");
            return 0;
        }

        Signals.Terminate(process.Id);
        using var deadline = new CancellationTokenSource(Patience, TimeProvider.System);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            await output.WriteLineAsync($"The lab (process {process.Id}) was asked to end and did not within {Patience.TotalSeconds:0} s.");
            return 1;
        }

        await output.WriteLineAsync("The lab has ended.");
        return 0;
    }
}
