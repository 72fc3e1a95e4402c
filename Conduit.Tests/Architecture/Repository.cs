using System.Text.RegularExpressions;

namespace Conduit.Tests.Architecture;

/// <summary>The tree these tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = [".git", ".tools", ".lab", "artifacts", "bin", "obj", "TestResults", "node_modules", "BenchmarkDotNet.Artifacts"];

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>An absolute path of something in the tree.</summary>
    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>All files below a folder that people wrote, none that a build or a tool made.</summary>
    public static IEnumerable<string> Files(string folder, string pattern = "*")
    {
        var below = Directory.EnumerateDirectories(folder)
            .Where(child => !NotOurs.Contains(Path.GetFileName(child), StringComparer.Ordinal))
            .SelectMany(child => Files(child, pattern));
        return Directory.EnumerateFiles(folder, pattern).Concat(below);
    }

    /// <summary>Every line of the files that matches, with the place it stands.</summary>
    public static IEnumerable<string> Lines(IEnumerable<string> files, Regex pattern)
        => from file in files
           from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
           where pattern.IsMatch(line.Text)
           select $"{Path.GetRelativePath(Root, file)}:{line.Number}: {line.Text.Trim()}";

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Conduit.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Conduit.sln above {AppContext.BaseDirectory}: these tests read the tree they were built from.");
    }
}
