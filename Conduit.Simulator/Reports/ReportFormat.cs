namespace Conduit.Simulator.Reports;

/// <summary>What a report is written as.</summary>
internal enum ReportFormat
{
    Json,

    /// <summary>One file with charts, for people.</summary>
    Html,

    /// <summary>For pull requests and comments.</summary>
    Markdown,
}

internal static class ReportFormats
{
    private static readonly (string Extension, ReportFormat Format)[] Extensions = [(".json", ReportFormat.Json), (".html", ReportFormat.Html), (".md", ReportFormat.Markdown)];

    /// <summary>The endings a report's name may have, for messages.</summary>
    public const string Allowed = ".json, .html or .md";

    /// <summary>The format that a file's name asks for; null if none.</summary>
    public static ReportFormat? Of(string path)
    {
        var extension = Path.GetExtension(path);
        var index = Array.FindIndex(Extensions, known => known.Extension.Equals(extension, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : Extensions[index].Format;
    }
}
