using System.Xml.Linq;

namespace Conduit.Tests.Architecture;

public sealed class ProjectReferenceTests
{
    /// <summary>Which rooms a room may reference; the solution's projects and this table are the same set.</summary>
    private static readonly Dictionary<string, string[]> MayReference = new(StringComparer.Ordinal)
    {
        ["Conduit.Routing"] = [],
        ["Conduit.Lab"] = ["Conduit.Routing"],
        ["Conduit.ServiceDefaults"] = [],
        ["Conduit.Yarp"] = ["Conduit.Routing"],
        ["Conduit.Proxy"] = ["Conduit.Routing", "Conduit.Yarp", "Conduit.ServiceDefaults"],
        ["Conduit.Upstreams"] = ["Conduit.Lab", "Conduit.ServiceDefaults"],
        ["Conduit.Simulator"] = ["Conduit.Routing", "Conduit.Lab", "Conduit.ServiceDefaults"],
        ["Conduit.LiveView"] = ["Conduit.Lab", "Conduit.ServiceDefaults"],
        ["Conduit.AppHost"] = ["Conduit.Proxy", "Conduit.Upstreams", "Conduit.Simulator", "Conduit.LiveView"],
        ["Conduit.Benchmarks"] = ["Conduit.Routing", "Conduit.Proxy", "StockYarp"],
        // Built with it and started as programs.
        ["Conduit.ProxyBench"] = ["Conduit.Proxy", "StockYarp"],
    };

    public static TheoryData<string> Rooms => [.. MayReference.Keys];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Project_reference_of_a_room_is_one_it_may_have(string room)
        => Findings.None(
            $"{room} references {(MayReference[room] is [] ? "no other room" : string.Join(", ", MayReference[room]) + " at most")}.",
            ReferencesOf(Read(room)).Except(MayReference[room]));

    [Fact]
    public void Project_of_the_solution_has_its_place_in_the_table()
        => Findings.None(
            "Every room says which rooms it may reference.",
            Repository.Files(Repository.Root, "Conduit.*.csproj").Select(path => Path.GetFileNameWithoutExtension(path))
                .Where(room => !room.EndsWith("Tests", StringComparison.Ordinal) && !MayReference.ContainsKey(room)));

    [Theory]
    [InlineData("Conduit.Routing")]
    [InlineData("Conduit.Lab")]
    public void Library_of_the_core_builds_without_the_web_framework(string room)
    {
        var project = Read(room);

        Assert.Equal("Microsoft.NET.Sdk", project.Root!.Attribute("Sdk")?.Value);
        Findings.None(
            $"{room} needs nothing of ASP.NET or YARP, so that a console program can use it.",
            project.Descendants().Where(item => item.Name.LocalName is "FrameworkReference" or "PackageReference")
                .Select(item => item.Attribute("Include")!.Value)
                .Where(name => name.Contains("AspNetCore", StringComparison.Ordinal) || name.StartsWith("Yarp.", StringComparison.Ordinal)));
    }

    private static XDocument Read(string room) => XDocument.Load(Repository.Files(Repository.Root, $"{room}.csproj").Single());

    private static IEnumerable<string> ReferencesOf(XDocument project) => project.Descendants("ProjectReference")
        .Select(reference => reference.Attribute("Include")?.Value)
        .OfType<string>()
        .SelectMany(paths => paths.Split(';'))
        .Select(path => Path.GetFileNameWithoutExtension(path));
}
