using Conduit.Lab;

namespace Conduit.Simulator.Scenarios;

/// <summary>Finds scenarios: files by their path, shipped ones by their name.</summary>
internal sealed class ScenarioCatalog
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    // Editors' help with scenarios lies beside them and is none.
    private const string SchemaExtension = ".schema.json";

    private readonly IReadOnlyList<string> _folders;

    /// <param name="folders">Where named scenarios are looked for, the first folder that has one winning.</param>
    public ScenarioCatalog(params IReadOnlyList<string> folders) => _folders = folders;

    /// <summary>The folder <c>scenarios</c> here, then the one that ships beside the program.</summary>
    public static ScenarioCatalog Default { get; } = new("scenarios", Path.Combine(AppContext.BaseDirectory, "scenarios"));

    /// <summary>The names of all scenarios that can be run by name.</summary>
    public IReadOnlyList<string> Names =>
    [
        .. _folders.Where(Directory.Exists)
            .SelectMany(Directory.EnumerateFiles)
            .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Where(file => !file.EndsWith(SchemaExtension, StringComparison.OrdinalIgnoreCase))
            .Select(file => Path.GetFileNameWithoutExtension(file)!)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The file of a named scenario, or null.</summary>
    public string? Find(string name)
        => name != Path.GetFileName(name) || (name + ".json").EndsWith(SchemaExtension, StringComparison.OrdinalIgnoreCase)
            ? null
            : _folders.SelectMany(folder => Extensions.Select(extension => Path.Combine(folder, name + extension))).FirstOrDefault(File.Exists);

    /// <summary>Loads a scenario by its path or its name.</summary>
    public ScenarioFile Load(string fileOrName)
    {
        if (File.Exists(fileOrName))
        {
            return ScenarioFile.Load(fileOrName);
        }

        if (Find(fileOrName) is { } found)
        {
            return ScenarioFile.Load(found);
        }

        var names = Names;
        var remedy = KeyHint.Nearest(fileOrName, names) is { } near
            ? $"did you mean '{near}'?"
            : names.Count > 0 ? $"give a path to a file or one of: {string.Join(", ", names)}" : "give a path to a file";
        return new ScenarioFile(fileOrName, null, [new ScenarioMistake(0, "", $"no such scenario or file; {remedy}")]);
    }
}
