using System.Globalization;
using Conduit.Simulator.Load;

namespace Conduit.Simulator.Recordings.Logs;

/// <summary>
/// The requests of an access log in the order of their times. Logs are written when requests end, so lines may be out of
/// order by up to a minute. Most have whole seconds: the requests of one second are spread evenly over it, in the log's
/// order.
/// </summary>
internal sealed class AccessLogReader
{
    private static readonly TimeSpan Disorder = TimeSpan.FromSeconds(60);

    private readonly string _path;
    private readonly long _most;
    private readonly SortedDictionary<long, List<AccessLogLine>> _waiting = [];
    private long _start;
    private long _passed;
    private long _newest;

    /// <param name="path">The log.</param>
    /// <param name="most">As many bytes of its text are read, so that a log that grows is read twice alike; all if not given.</param>
    public AccessLogReader(string path, long most = long.MaxValue)
    {
        _path = path;
        _most = most;
    }

    public MistakeCount Mistakes { get; } = new();

    public long Requests { get; private set; }

    /// <summary>The bytes of text that all this comes from; known at the end.</summary>
    public long Bytes { get; private set; }

    /// <summary>Lines in which the server saw no request that could be sent again, as <c>"-"</c>.</summary>
    public long WithoutRequest { get; private set; }

    /// <summary>From the first request's second to the end of the last one's.</summary>
    public TimeSpan Length { get; private set; }

    /// <summary>All requests; to be gone through once.</summary>
    public IEnumerable<RecordedRequest> All()
    {
        using var lines = new LineReader(_path, _most);
        while (Next(lines) is { } found)
        {
            if (found.Line is { } line)
            {
                var second = line.Time.ToUnixTimeSeconds();
                _newest = Math.Max(_newest, second);
                if (!_waiting.TryGetValue(second, out var sameSecond))
                {
                    _waiting.Add(second, sameSecond = []);
                }

                sameSecond.Add(line);
            }

            foreach (var recorded in Pass(_newest - (long)Disorder.TotalSeconds))
            {
                yield return recorded;
            }
        }

        Bytes = lines.Bytes;
        foreach (var recorded in Pass(long.MaxValue))
        {
            yield return recorded;
        }
    }

    /// <summary>The next line, or one of which nothing is to be taken; null at the end.</summary>
    private (AccessLogLine? Line, bool)? Next(LineReader lines)
    {
        if (!lines.TryRead(out var bytes, out var problem))
        {
            return null;
        }

        if (problem is null && bytes.Trim(" \t"u8).IsEmpty)
        {
            return (null, false);
        }

        AccessLogLine line = default;
        problem ??= AccessLogLine.Read(bytes, out line) ?? Misplaced(line);
        if (problem is not null)
        {
            Mistakes.Add(new RecordingMistake(lines.Number, problem));
            return (null, false);
        }

        if (line.Request is null)
        {
            WithoutRequest++;
            return (null, false);
        }

        return (line, true);
    }

    private string? Misplaced(in AccessLogLine line)
    {
        var second = line.Time.ToUnixTimeSeconds();
        if (second <= _passed && Requests > 0)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"is {_newest - second} s older than a line above it; lines may be out of order by {Disorder.TotalSeconds} s: sort the log by time");
        }

        var start = Requests > 0 ? _start : _waiting.Count > 0 ? Math.Min(second, _waiting.Keys.First()) : second;
        return second - start >= (long)RecordingRules.Longest.TotalSeconds
            ? string.Create(CultureInfo.InvariantCulture, $"is more than {RecordingRules.Longest.TotalDays} days after the first request; cut the log")
            : null;
    }

    private IEnumerable<RecordedRequest> Pass(long upTo)
    {
        while (_waiting.Count > 0 && _waiting.First() is var (second, lines) && second <= upTo)
        {
            _waiting.Remove(second);
            if (Requests == 0)
            {
                _start = second;
            }

            _passed = second;
            Requests += lines.Count;
            Length = TimeSpan.FromSeconds(second - _start + 1);
            var from = TimeSpan.FromSeconds(second - _start);
            foreach (var (offset, line) in Spread(lines))
            {
                yield return new RecordedRequest(from + offset, line.Request!, line.Status == 0 ? null : Answer.Complete(line.Status, null));
            }
        }
    }

    private static IEnumerable<(TimeSpan Offset, AccessLogLine Line)> Spread(List<AccessLogLine> lines)
    {
        if (lines.Any(line => line.IsExact))
        {
            return lines.Select(line => (new TimeSpan(line.Time.Ticks % TimeSpan.TicksPerSecond), line)).OrderBy(placed => placed.Item1);
        }

        // To the microsecond, which is short to write.
        return lines.Select((line, index) => (TimeSpan.FromMicroseconds(index * 1_000_000L / lines.Count), line));
    }
}
