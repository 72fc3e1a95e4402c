namespace Conduit.Simulator.Reports;

/// <summary>Finds out before a run whether what comes of it can be written.</summary>
internal static class WritablePath
{
    /// <summary>Why nothing can be written here; null where it can. What is there stays as it is.</summary>
    /// <param name="path">As the user gave it.</param>
    public static string? Problem(string path)
    {
        if (path.Length == 0)
        {
            return "'': is the name of no file; give one to write";
        }

        try
        {
            var existed = File.Exists(path);
            File.Open(path, FileMode.OpenOrCreate, FileAccess.Write).Dispose();
            if (!existed)
            {
                File.Delete(path);
            }

            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"{path}: cannot be written: {refused.Message}";
        }
    }
}
