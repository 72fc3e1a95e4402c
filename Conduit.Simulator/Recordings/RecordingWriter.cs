using System.Threading.Channels;

namespace Conduit.Simulator.Recordings;

/// <summary>
/// Writes a run's requests as they end, in the order of their starts, on a task of its own. It holds those that wait for
/// an earlier one to end, no more than the client's timeout lets pile up. Where the disk does not keep up, the recording
/// ends and the run goes on. Thread-safe.
/// </summary>
internal sealed class RecordingWriter
{
    private const int MostWaiting = 1 << 16;

    // Seldom enough to cost nothing, often enough that a run that is killed loses little.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly string _path;
    private readonly RecordingOutput _output;
    private readonly TimeProvider _time;
    private readonly Channel<(ulong Number, RecordedRequest Request)> _ended = Channel.CreateBounded<(ulong, RecordedRequest)>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly Dictionary<ulong, RecordedRequest> _early = [];
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _writing;
    private ulong _next;
    private volatile string? _problem;

    /// <param name="path">For messages.</param>
    /// <param name="output">Where to write; to own.</param>
    /// <param name="time">The clock of flushes.</param>
    public RecordingWriter(string path, RecordingOutput output, TimeProvider time)
    {
        _path = path;
        _output = output;
        _time = time;
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Takes in a request that has ended, without waiting: the way of live runs.</summary>
    /// <param name="number">Its number; each is to be told once.</param>
    /// <param name="request">The request.</param>
    public void Add(ulong number, in RecordedRequest request)
    {
        if (!_ended.Writer.TryWrite((number, request)) && _problem is null)
        {
            End($"{_path}: the recording ends early: the disk does not keep up");
        }
    }

    /// <summary>Takes in a request that has ended, and waits for the disk if need be: the way of virtual runs, which outrun any.</summary>
    /// <inheritdoc cref="Add"/>
    public void AddPatiently(ulong number, in RecordedRequest request)
    {
        while (!_ended.Writer.TryWrite((number, request)) && _ended.Writer.WaitToWriteAsync().AsTask().GetAwaiter().GetResult())
        {
        }
    }

    /// <summary>Ends the recording.</summary>
    /// <param name="reached">How far the run got.</param>
    /// <returns>Why the recording is not whole; null when it is.</returns>
    public async Task<string?> CompleteAsync(TimeSpan reached)
    {
        _ended.Writer.TryComplete();
        _completed.TrySetResult();
        await _writing;
        try
        {
            if (_problem is null)
            {
                _output.End(reached);
            }

            await _output.DisposeAsync();
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            _problem ??= CannotWrite(failed);
        }

        return _problem;
    }

    private async Task WriteAsync()
    {
        try
        {
            while (await _ended.Reader.WaitToReadAsync(CancellationToken.None) && _problem is null)
            {
                while (_ended.Reader.TryRead(out var ended))
                {
                    _early.Add(ended.Number, ended.Request);
                    for (; _early.Remove(_next, out var request); _next++)
                    {
                        _output.Write(request);
                    }
                }

                _output.Flush();
                await Task.WhenAny(Task.Delay(Interval, _time), _completed.Task);
            }
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            End(CannotWrite(failed));
        }
    }

    private void End(string problem)
    {
        _problem = problem;
        _ended.Writer.TryComplete();
    }

    private string CannotWrite(Exception failed) => $"{_path}: the recording ends early: {failed.Message}";
}
