namespace Conduit.ProxyBench.Reports;

/// <summary>The part of a Markdown file that a run writes, between comments that name it.</summary>
internal static class ReportSection
{
    /// <summary>Puts the text in place of what the section holds, or in a new one at the file's end.</summary>
    public static async Task ReplaceAsync(FileInfo file, string name, string text)
        => await File.WriteAllTextAsync(file.FullName, Replace(file.Exists ? await File.ReadAllTextAsync(file.FullName) : "", name, text));

    public static string Replace(string old, string name, string text)
    {
        var (opening, closing) = ($"<!-- {name} -->", $"<!-- /{name} -->");
        var begin = old.IndexOf(opening, StringComparison.Ordinal);
        var end = old.IndexOf(closing, StringComparison.Ordinal);
        var (before, after) = begin >= 0 && end > begin ? (old[..begin], old[(end + closing.Length)..]) : (old, "\n");
        return $"{before}{opening}\n{text}\n{closing}{after}";
    }
}
