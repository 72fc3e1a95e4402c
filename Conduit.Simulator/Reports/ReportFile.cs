namespace Conduit.Simulator.Reports;

/// <summary>Where a report is to be written. Checked before the run, so that none is lost after it.</summary>
internal sealed class ReportFile
{
    private readonly string _path;

    private ReportFile(string path, ReportFormat format)
    {
        _path = path;
        Format = format;
    }

    /// <summary>What its name says it is to be.</summary>
    public ReportFormat Format { get; }

    /// <summary>Checks that a report can be written here, in the format that the name asks for.</summary>
    /// <param name="path">As the user gave it.</param>
    /// <param name="problem">Why it can't, or null.</param>
    public static ReportFile? Open(string path, out string? problem)
    {
        if (ReportFormats.Of(path) is { } format)
        {
            return Open(path, format, out problem);
        }

        problem = $"{path}: its name must say what to write; end it in {ReportFormats.Allowed}";
        return null;
    }

    /// <summary>Checks that a text of one certain kind can be written here.</summary>
    /// <param name="path">As the user gave it.</param>
    /// <param name="extension">What its name must end in, which tells what is written.</param>
    /// <param name="problem">Why it can't, or null.</param>
    public static ReportFile? Open(string path, string extension, out string? problem)
    {
        if (Path.GetExtension(path).Equals(extension, StringComparison.OrdinalIgnoreCase) && ReportFormats.Of(path) is { } format)
        {
            return Open(path, format, out problem);
        }

        problem = $"{path}: this is written as {extension[1..]}; give a name that ends in {extension}";
        return null;
    }

    /// <summary>Replaces what is there by a text.</summary>
    /// <param name="text">All of it.</param>
    /// <returns>Why it could not after all, say for a full disk; null once it stands there. What was there stays till then.</returns>
    public async Task<string?> WriteAsync(string text)
    {
        // Beside the target first: whoever watches the file never sees half of it.
        var draft = _path + ".tmp";
        try
        {
            await File.WriteAllTextAsync(draft, text, CancellationToken.None);
            File.Move(draft, _path, overwrite: true);
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Where the disk is full, half a report is in the way.
            if (File.Exists(draft))
            {
                File.Delete(draft);
            }

            return $"{_path}: cannot be written: {refused.Message}";
        }
    }

    private static ReportFile? Open(string path, ReportFormat format, out string? problem)
    {
        problem = WritablePath.Problem(path);
        return problem is null ? new ReportFile(path, format) : null;
    }
}
