namespace Conduit.Simulator.Reports;

/// <summary>Where a report is to be written. Checked before the run, so that none is lost after it.</summary>
internal sealed class ReportFile
{
    /// <summary>The ending of a report as data.</summary>
    public const string Json = ".json";

    private readonly string _path;

    private ReportFile(string path) => _path = path;

    /// <summary>Checks that a report can be written here.</summary>
    /// <param name="path">As the user gave it.</param>
    /// <param name="extension">What its name must end in, which tells what is written.</param>
    /// <param name="problem">Why it can't, or null.</param>
    public static ReportFile? Open(string path, string extension, out string? problem)
    {
        problem = null;
        if (!Path.GetExtension(path).Equals(extension, StringComparison.OrdinalIgnoreCase))
        {
            problem = $"{path}: this is written as {extension[1..]}; give a name that ends in {extension}";
            return null;
        }

        problem = WritablePath.Problem(path);
        return problem is null ? new ReportFile(path) : null;
    }

    public async Task WriteAsync(string text)
    {
        // Beside the target first: whoever watches the file never sees half of it.
        var draft = _path + ".tmp";
        await File.WriteAllTextAsync(draft, text, CancellationToken.None);
        File.Move(draft, _path, overwrite: true);
    }
}
