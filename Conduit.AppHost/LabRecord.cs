using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Conduit.AppHost;

/// <summary>
/// Which process runs the lab at a port offset. A process id alone may have passed to a stranger, so the record holds
/// the start time too, and only a process that matches both is ever ended.
/// </summary>
internal sealed partial record LabRecord(int ProcessId, DateTimeOffset StartedAt)
{
    // The kernel tells start times relative to boot; converted to wall time they differ a little from reader to reader.
    private static readonly TimeSpan StartTolerance = TimeSpan.FromSeconds(2);

    public static string PathFor(LabFolders folders, int portOffset)
        => Path.Combine(folders.State, portOffset == 0 ? "lab.json" : $"lab-{portOffset}.json");

    /// <summary>Records this very process; disposing the answer removes the record.</summary>
    public static IDisposable WriteOwn(LabFolders folders, int portOffset)
    {
        Directory.CreateDirectory(folders.State);
        using var self = Process.GetCurrentProcess();
        var path = PathFor(folders, portOffset);
        File.WriteAllText(path, JsonSerializer.Serialize(new LabRecord(self.Id, StartOf(self)), RecordJson.Default.LabRecord));
        return new Removal(path);
    }

    public static LabRecord? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), RecordJson.Default.LabRecord);
        }
        catch (Exception exception) when (exception is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The recorded process if it still runs, else null.</summary>
    public Process? FindProcess()
    {
        try
        {
            var process = Process.GetProcessById(ProcessId);
            if ((StartOf(process) - StartedAt).Duration() < StartTolerance)
            {
                return process;
            }

            process.Dispose();
            return null;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static DateTimeOffset StartOf(Process process) => new(process.StartTime.ToUniversalTime());

    private sealed class Removal(string path) : IDisposable
    {
        public void Dispose() => File.Delete(path);
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(LabRecord))]
    private sealed partial class RecordJson : JsonSerializerContext;
}
