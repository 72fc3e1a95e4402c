using System.Text;
using System.Text.Json;
using Conduit.Simulator.Load;
using Conduit.Simulator.Recordings;

namespace Conduit.Tests.Simulator.Recordings;

/// <summary>Recordings in a folder of their own.</summary>
internal sealed class RecordingText : IDisposable
{
    public const string Header = """{"conduitRecording":1,"seed":7,"lengthMs":2000,"scenario":{"name":"small","phases":[{"name":"one","for":"1s","rate":3},{"name":"two","for":"1s","rate":2}],"faults":[{"name":"slow","at":"500ms","for":"1s","on":"alpha","kind":"latency","add":"10ms"}],"expect":{"success":">= 0%"}}}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conduit-recordings-");

    public static readonly string[] Good =
    [
        Header,
        """[0,"GET","/items/1?x=1",null,"alpha",200,5.1234]""",
        """[250.5,"POST","/orders",1024,"beta",503,7]""",
        """[999.9999,"PUT","/a",{"base64":"AAEC","type":"image/png"},null,"timeout",1000]""",
        """[1000,"GET","/b"]""",
        """[1500,"PATCH","/c","{\"a\":\"ü\"}","alpha",200,3]""",
        """{"endMs":2000}""",
    ];

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public string Write(params IEnumerable<string> lines) => Write(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));

    public string Write(byte[] bytes)
    {
        var path = PathOf("small.jsonl");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public static string Line(in RecordedRequest recorded)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            RecordingLine.Write(json, recorded);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    public static Recording Load(string path, bool salvage = false)
    {
        var recording = Recording.Load(path, salvage, out var problems);
        Assert.True(recording is not null, string.Join('\n', problems));
        return recording;
    }

    public static IReadOnlyList<string> Problems(string path, bool salvage = false)
    {
        Assert.Null(Recording.Load(path, salvage, out var problems));
        Assert.NotEmpty(problems);
        return problems;
    }

    public static List<Arrival> Arrivals(Recording recording) => [.. recording.Workload.Arrivals];

    public void Dispose() => _folder.Delete(recursive: true);
}
