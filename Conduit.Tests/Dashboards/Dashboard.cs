using System.Text.Json;
using Conduit.Tests.Architecture;

namespace Conduit.Tests.Dashboards;

/// <summary>A dashboard as Grafana reads it from its file.</summary>
internal sealed class Dashboard
{
    private Dashboard(string file, JsonElement json)
    {
        File = file;
        Json = json;
        Panels = json.GetProperty("panels").EnumerateArray().Select(panel => new Panel(panel)).ToList();
    }

    public static string Folder { get; } = Repository.PathOf("dashboards", "grafana", "dashboards");

    /// <summary>The names of the files, as rows of a theory.</summary>
    public static TheoryData<string> Files => [.. FileNames];

    public static IEnumerable<string> FileNames => Directory.EnumerateFiles(Folder, "*.json").Select(path => Path.GetFileName(path)!);

    public string File { get; }

    public JsonElement Json { get; }

    /// <summary>All panels, rows included.</summary>
    public IReadOnlyList<Panel> Panels { get; }

    /// <summary>The panels that show something.</summary>
    public IEnumerable<Panel> Charts => Panels.Where(panel => panel.Type != "row");

    public IEnumerable<JsonElement> Variables => Json.GetProperty("templating").GetProperty("list").EnumerateArray();

    /// <summary>Every expression that Prometheus will be asked, with the place it stands.</summary>
    public IEnumerable<(string Place, string Expression)> Expressions =>
        Charts.SelectMany(panel => panel.Targets.Select(target => ($"{panel.Title} ({target.RefId})", target.Expression)))
            .Concat(Json.GetProperty("annotations").GetProperty("list").EnumerateArray()
                .Select(annotation => ($"annotation {annotation.GetProperty("name").GetString()}", annotation.GetProperty("expr").GetString()!)));

    public static Dashboard Read(string file)
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(Folder, file)));
        return new Dashboard(file, document.RootElement.Clone());
    }
}
