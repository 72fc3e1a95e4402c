using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Conduit.Proxy.Telemetry;
using Conduit.Yarp;

namespace Conduit.Proxy.Management;

/// <summary>
/// What viewers see, made once a tick for all of them and only while there are any. Each has room for two ticks: a reader
/// too slow for that misses some, and holds up nobody. Thread-safe.
/// </summary>
internal sealed class ViewerFeed
{
    private const int DecisionsAtMost = 50;
    private const int FramesKept = 2;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(0.5);

    private readonly ClusterRouters _routers;
    private readonly ShareWindow _shares;
    private readonly RequestTracer _tracer;
    private readonly TimeProvider _time;
    private readonly CancellationToken _stopping;
    private readonly Lock _viewersLock = new();
    private readonly List<Channel<ViewerFrame>> _viewers = [];
    private ViewerFrame? _latest;
    private bool _isRunning;
    private long _made;

    public ViewerFeed(ClusterRouters routers, ShareWindow shares, RequestTracer tracer, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        _routers = routers;
        _shares = shares;
        _tracer = tracer;
        _time = time;
        _stopping = lifetime.ApplicationStopping;
    }

    /// <summary>Frames made so far.</summary>
    public long Made => Volatile.Read(ref _made);

    /// <summary>True while frames are made.</summary>
    public bool IsWatched => Volatile.Read(ref _isRunning);

    /// <summary>The present frame at once, then one a tick, until the viewer goes or the proxy ends.</summary>
    public async IAsyncEnumerable<ViewerFrame> WatchAsync([EnumeratorCancellation] CancellationToken gone)
    {
        var viewer = Channel.CreateBounded<ViewerFrame>(new BoundedChannelOptions(FramesKept) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        Join(viewer);
        try
        {
            while (await NextAsync(viewer.Reader, gone) is { } frame)
            {
                yield return frame;
            }
        }
        finally
        {
            lock (_viewersLock)
            {
                _viewers.Remove(viewer);
            }
        }
    }

    private void Join(Channel<ViewerFrame> viewer)
    {
        lock (_viewersLock)
        {
            _viewers.Add(viewer);
            if (_isRunning)
            {
                if (_latest is { } latest)
                {
                    // Its decisions are older than the viewer.
                    viewer.Writer.TryWrite(latest with { Decisions = null });
                }

                return;
            }

            _isRunning = true;
        }

        _ = RunAsync();
    }

    private static async ValueTask<ViewerFrame?> NextAsync(ChannelReader<ViewerFrame> frames, CancellationToken gone)
    {
        try
        {
            return await frames.WaitToReadAsync(gone) && frames.TryRead(out var frame) ? frame : null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task RunAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(Period, _time);
            var seen = _tracer.Recorded;
            while (TryPublish(Make(ref seen)) && await timer.WaitForNextTickAsync(_stopping))
            {
            }
        }
        catch (OperationCanceledException)
        {
            // The proxy ends, and endless answers must not hold it up.
            EndAll();
        }
        catch
        {
            // Better an end, after which viewers come again, than silence.
            EndAll();
            throw;
        }
    }

    /// <summary>False if nobody was there to hear.</summary>
    private bool TryPublish(ViewerFrame frame)
    {
        lock (_viewersLock)
        {
            _made++;
            _latest = frame;
            foreach (var viewer in _viewers)
            {
                viewer.Writer.TryWrite(frame);
            }

            // Said under the same lock as its reason: who joins from now on starts anew.
            _isRunning = _viewers.Count > 0;
            if (!_isRunning)
            {
                _latest = null;
            }

            return _isRunning;
        }
    }

    private void EndAll()
    {
        lock (_viewersLock)
        {
            (_isRunning, _latest) = (false, null);
            foreach (var viewer in _viewers)
            {
                viewer.Writer.TryComplete();
            }
        }
    }

    private ViewerFrame Make(ref long seen)
    {
        IReadOnlyList<RequestEntry> newest = [.. _tracer.Newest(seen).Take(DecisionsAtMost).Select(static record => RequestEntry.Of(in record))];
        if (newest.Count > 0)
        {
            seen = newest[0].Id;
        }

        return new(
            JsonSerializer.SerializeToUtf8Bytes(UpstreamsDocument.Of(_routers, _shares, _time), ManagementJson.Default.UpstreamsDocument),
            JsonSerializer.SerializeToUtf8Bytes(LatencyDocument.Of(_routers, _time), ManagementJson.Default.LatencyDocument),
            newest.Count == 0 ? null : JsonSerializer.SerializeToUtf8Bytes(newest, ManagementJson.Default.IReadOnlyListRequestEntry));
    }
}
