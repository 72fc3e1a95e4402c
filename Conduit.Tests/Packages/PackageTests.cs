using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;
using Conduit.Tests.Architecture;

namespace Conduit.Tests.Packages;

/// <summary>Packs the libraries as built and looks inside.</summary>
public sealed class PackageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static TheoryData<string, string[]> Packages => new()
    {
        { "Conduit.Routing", ["Microsoft.Extensions.Http", "Microsoft.Extensions.ObjectPool"] },
        { "Conduit.Yarp", ["Conduit.Routing", "Yarp.ReverseProxy"] },
    };

    [Theory]
    [MemberData(nameof(Packages))]
    public async Task Package_of_a_library_holds_what_its_users_need_and_needs_nothing_else(string library, string[] dependencies)
    {
        var folder = Directory.CreateTempSubdirectory("conduit-pack-");
        try
        {
            await PackAsync(library, folder.FullName);
            Assert.Single(folder.GetFiles("*.snupkg"));
            using var package = ZipFile.OpenRead(Assert.Single(folder.GetFiles("*.nupkg")).FullName);
            var files = package.Entries.Select(entry => entry.FullName).ToList();
            var metadata = Metadata(package, library);

            Assert.Contains($"lib/net10.0/{library}.dll", files);
            Assert.Contains($"lib/net10.0/{library}.xml", files);
            Assert.Contains("README.md", files);
            Assert.Equal(library, Value(metadata, "id"));
            Assert.Equal("MIT", Value(metadata, "license"));
            Assert.Equal("README.md", Value(metadata, "readme"));
            Assert.NotEmpty(Value(metadata, "description"));
            Assert.NotEmpty(Value(metadata, "tags"));
            Assert.Equal(dependencies, metadata.Descendants().Where(item => item.Name.LocalName == "dependency").Select(item => item.Attribute("id")!.Value).Order(StringComparer.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static XElement Metadata(ZipArchive package, string library)
    {
        using var nuspec = package.GetEntry($"{library}.nuspec")!.Open();
        return XDocument.Load(nuspec).Root!.Elements().Single(item => item.Name.LocalName == "metadata");
    }

    private static string Value(XElement metadata, string name)
        => metadata.Elements().Single(item => item.Name.LocalName == name).Value;

    private static async Task PackAsync(string library, string output)
    {
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        string[] command = ["pack", Repository.PathOf(library), "--no-build", "--no-restore", "-c", configuration, "-o", output, "-nodeReuse:false"];
        using var pack = Process.Start(new ProcessStartInfo("dotnet", command) { RedirectStandardOutput = true, UseShellExecute = false })!;
        using var deadline = new CancellationTokenSource(Patience, TimeProvider.System);
        var said = await pack.StandardOutput.ReadToEndAsync(deadline.Token);
        await pack.WaitForExitAsync(deadline.Token);
        Assert.True(pack.ExitCode == 0, said);
    }
}
