using Conduit.Simulator.Reports;

namespace Conduit.Simulator.Recordings;

/// <summary>Where a recording is to be written. Checked before the run; what is there is replaced when the run begins.</summary>
internal sealed class RecordingFile
{
    private readonly string _path;

    private RecordingFile(string path) => _path = path;

    /// <summary>Checks that a recording can be written here.</summary>
    /// <param name="path">As the user gave it; compressed if it ends in .gz.</param>
    /// <param name="problem">Why it can't, or null.</param>
    public static RecordingFile? Check(string path, out string? problem)
        => (problem = WritablePath.Problem(path)) is null ? new RecordingFile(path) : null;

    /// <summary>Begins to record.</summary>
    /// <param name="header">The first line.</param>
    /// <param name="time">The clock of its flushes.</param>
    /// <exception cref="IOException">What could be written a moment ago no longer can.</exception>
    public RecordingWriter Begin(RecordingHeader header, TimeProvider time) => new(_path, new RecordingOutput(TextStream.Create(_path), header), time);
}
