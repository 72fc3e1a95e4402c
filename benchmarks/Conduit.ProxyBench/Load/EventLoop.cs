using System.Net;
using System.Text;
using Conduit.ProxyBench.Processes;

namespace Conduit.ProxyBench.Load;

/// <summary>
/// Sends requests over connections that take turns: at a rate, whatever the answers take, or as many as go through.
/// Latency counts from the intended start. For one thread at a time.
/// </summary>
internal sealed class EventLoop : IDisposable
{
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LooksUp = TimeSpan.FromMilliseconds(100);

    private readonly LoadShape _shape;
    private readonly TimeProvider _time;
    private readonly IPEndPoint _to;
    private readonly byte[] _head;
    private readonly Epoll _epoll = new();
    private readonly KeptConnection[] _connections;
    private readonly Queue<int> _idle = new();
    private readonly List<TimeSpan> _latencies = [];
    private readonly List<TimeSpan> _late = [];
    private TimeSpan _length;
    private long _start;
    private long _sent;
    private long _heldUp = -1;
    private long _errors;
    private int _inFlight;

    public EventLoop(LoadShape shape, Uri address, TimeProvider time)
    {
        _shape = shape;
        _time = time;
        _to = new IPEndPoint(IPAddress.Parse(address.Host), address.Port);
        _head = Encoding.ASCII.GetBytes(
            $"{(shape.UploadBytes is null ? "GET" : "POST")} {shape.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\n"
            + (shape.UploadBytes is { } bytes ? $"Content-Length: {bytes}\r\n\r\n" : "\r\n"));
        _connections = new KeptConnection[shape.Connections];
    }

    private TimeSpan Elapsed => _time.GetElapsedTime(_start);

    private bool AllSent => _shape.Rate > 0 ? Due(_sent) >= _length : Elapsed >= _length;

    private bool HasRoom => _idle.Count > 0 && _inFlight < _shape.InFlight;

    public void Connect(CancellationToken stop)
    {
        for (var i = 0; i < _connections.Length; i++)
        {
            stop.ThrowIfCancellationRequested();
            Connect(i);
            _idle.Enqueue(i);
        }
    }

    /// <summary>Sends for that long and waits for the answers. It may be called again.</summary>
    public LoadResult Run(TimeSpan length, CancellationToken stop)
    {
        if (_shape.Rate > 0)
        {
            Epoll.BePunctual();
        }

        _latencies.Clear();
        _late.Clear();
        (_length, _sent, _heldUp, _errors) = (length, 0, -1, 0);
        _start = _time.GetTimestamp();
        while (!AllSent || _inFlight > 0)
        {
            stop.ThrowIfCancellationRequested();
            if (Elapsed > _length + AnswersWithin)
            {
                _errors += _inFlight;
                break;
            }

            SendDue();
            HandleReady(_epoll.Wait(Pause()));
        }

        return Result(Elapsed);
    }

    public void Dispose()
    {
        foreach (var connection in _connections)
        {
            connection?.Dispose();
        }

        _epoll.Dispose();
    }

    private TimeSpan Due(long request) => TimeSpan.FromSeconds((double)request / _shape.Rate);

    /// <summary>Until the next request is due, if there is a connection for it.</summary>
    private TimeSpan Pause()
    {
        var next = _shape.Rate > 0 && !AllSent && HasRoom ? Due(_sent) - Elapsed : LooksUp;
        return next < LooksUp ? next : LooksUp;
    }

    private void SendDue()
    {
        while (!AllSent && HasRoom)
        {
            var now = Elapsed;
            var due = _shape.Rate > 0 ? Due(_sent) : now;
            if (due > now)
            {
                return;
            }

            if (_shape.Rate > 0 && _sent > _heldUp)
            {
                _late.Add(now - due);
            }

            Send(_idle.Dequeue(), due);
        }

        // Those that are due by now and find no connection wait for the peer, not for us.
        if (_shape.Rate > 0 && !HasRoom)
        {
            _heldUp = Math.Max(_heldUp, (long)(Elapsed.TotalSeconds * _shape.Rate));
        }
    }

    private void Send(int index, TimeSpan due)
    {
        _sent++;
        _inFlight++;
        var connection = _connections[index];
        if (!connection.Send(_head, _shape.UploadBytes ?? 0, due))
        {
            Fail(index);
        }
        else if (connection.WantsToWrite)
        {
            _epoll.Change(connection.Handle, index, Epoll.Readable | Epoll.Writable);
        }
    }

    private void HandleReady(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var (index, events) = _epoll.Ready(i);
            var connection = _connections[index];
            var wanted = connection.WantsToWrite;
            var wasBusy = connection.Busy;
            var sound = ((events & Epoll.Writable) == 0 || connection.SendMore())
                && ((events & ~Epoll.Writable) == 0 || connection.Receive());
            if (!sound)
            {
                Fail(index);
                continue;
            }

            if (wanted && !connection.WantsToWrite)
            {
                _epoll.Change(connection.Handle, index, Epoll.Readable);
            }

            if (wasBusy && !connection.Busy)
            {
                Answered(index);
            }
        }
    }

    private void Answered(int index)
    {
        var connection = _connections[index];
        _latencies.Add(Elapsed - connection.Due);
        _errors += connection.Succeeded ? 0 : 1;
        _inFlight--;
        _idle.Enqueue(index);
    }

    /// <summary>Another connection takes its place. One that was idle was only closed, and its place in the queue stays.</summary>
    private void Fail(int index)
    {
        var lost = _connections[index].Busy;
        _connections[index].Dispose();
        Connect(index);
        if (lost)
        {
            _errors++;
            _inFlight--;
            _idle.Enqueue(index);
        }
    }

    private void Connect(int index)
    {
        _connections[index] = new KeptConnection(_to);
        _epoll.Watch(_connections[index].Handle, index, Epoll.Readable);
    }

    private LoadResult Result(TimeSpan length)
    {
        if (_latencies.Count == 0)
        {
            throw new PeerException($"Nothing was answered at {_to}; {_errors} requests failed.");
        }

        _latencies.Sort();
        _late.Sort();
        return new(_latencies.Count, _latencies.Count / length.TotalSeconds, At(_latencies, 0.5), At(_latencies, 0.99), _errors)
        {
            LateP50 = At(_late, 0.5),
            LateP99 = At(_late, 0.99),
        };
    }

    private static TimeSpan At(List<TimeSpan> sorted, double quantile) => sorted.Count == 0 ? TimeSpan.Zero : sorted[(int)(sorted.Count * quantile)];
}
