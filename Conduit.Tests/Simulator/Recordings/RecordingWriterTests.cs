using System.Globalization;
using Conduit.Routing;
using Conduit.Simulator.Load;
using Conduit.Simulator.Recordings;
using Conduit.Tests.Integration;

namespace Conduit.Tests.Simulator.Recordings;

public sealed class RecordingWriterTests : IDisposable
{
    private static readonly RecordingHeader Header = new() { Seed = 1, Length = TimeSpan.FromSeconds(60) };

    private readonly RecordingText _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("run.jsonl")]
    [InlineData("run.jsonl.gz")]
    public async Task Requests_that_end_in_any_order_from_many_threads_are_written_in_the_order_of_their_starts(string name)
    {
        var path = _files.PathOf(name);
        var writer = Begin(path);
        var chance = new Chance(1);
        var numbers = Enumerable.Range(0, 20_000).ToArray();
        foreach (var chunk in numbers.Chunk(100))
        {
            Parallel.ForEach(chunk.OrderBy(number => chance.Bits((ulong)number, 0)), number => writer.AddPatiently((ulong)number, At(number)));
        }

        Assert.Null(await writer.CompleteAsync(TimeSpan.FromSeconds(60)));

        var recording = RecordingText.Load(path);
        Assert.True(recording.Complete);
        Assert.Equal(numbers.Select(number => $"/{number}"), RecordingText.Arrivals(recording).Select(arrival => arrival.Request.Path));
    }

    [Fact]
    public async Task Recording_of_a_run_that_is_still_going_is_a_sound_prefix_up_to_the_first_request_that_has_not_ended()
    {
        var path = _files.PathOf("run.jsonl");
        var writer = Begin(path);
        for (var number = 0; number < 100; number++)
        {
            if (number != 50)
            {
                writer.Add((ulong)number, At(number));
            }
        }

        await Until.TrueAsync(() => Task.FromResult(Recording.Load(path, salvage: false, out _)?.Requests == 50), TimeSpan.FromSeconds(30), "fifty requests are in the file");

        writer.Add(50, At(50));
        Assert.Null(await writer.CompleteAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal(100, RecordingText.Load(path).Requests);
    }

    [Fact]
    public async Task Disk_that_is_full_ends_the_recording_and_says_so()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "this system has no /dev/full");
        var writer = new RecordingWriter("run.jsonl", new RecordingOutput(File.OpenWrite("/dev/full"), Header), TimeProvider.System);
        for (var number = 0; number < 100_000; number++)
        {
            writer.AddPatiently((ulong)number, At(number));
        }

        Assert.StartsWith("run.jsonl: the recording ends early: ", await writer.CompleteAsync(TimeSpan.FromSeconds(60)), StringComparison.Ordinal);
    }

    private static RecordingWriter Begin(string path) => RecordingFile.Check(path, out _)!.Begin(Header, TimeProvider.System);

    private static RecordedRequest At(int number) => new(
        TimeSpan.FromMilliseconds(number),
        new SentRequest(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"/{number}")),
        Answer.Complete(200, "alpha"),
        TimeSpan.FromMilliseconds(5));
}
