using System.IO.Compression;
using System.Text;
using Conduit.Simulator.Recordings;
using Conduit.Simulator.Recordings.Logs;

namespace Conduit.Tests.Simulator.Recordings;

public sealed class AccessLogTests : IDisposable
{
    private readonly RecordingText _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("""127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326""", "GET /apache_pb.gif", 200)]
    [InlineData("""127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] "POST /a?b=c&d=%20 HTTP/1.1" 404 - "http://r/" "Mozilla/5.0 (\"x\")" """, "POST /a?b=c&d=%20", 404)]
    [InlineData("""shop.example:443 ::1 - john doe [10/Oct/2000:13:55:36 +0530] "GET / HTTP/2.0" 304 0 "-" "-" 0.004 1.2.3.4""", "GET /", 304)]
    [InlineData("""h - [odd] [10/Oct/2000:13:55:36 +0000] "GET /x HTTP/1.1" 200 1""", "GET /x", 200)]
    [InlineData("""h - - [10/Oct/2000:13:55:36.125 +0000] "DELETE /x HTTP/1.1" 204 0""", "DELETE /x", 204)]
    [InlineData("""h - - [10/Oct/2000:13:55:36 +0000] "GET http://elsewhere.example:80/x?y HTTP/1.1" 200 1""", "GET /x?y", 200)]
    [InlineData("""h - - [10/Oct/2000:13:55:36 +0000] "GET http://elsewhere.example HTTP/1.1" 200 1""", "GET /", 200)]
    [InlineData("""h - - [10/Oct/2000:13:55:36 +0000] "GET /old" 200 1""", "GET /old", 200)]
    [InlineData("""h - - [10/Oct/2000:13:55:36 +0000] "GET //wp-login.php HTTP/1.1" 404 1""", "GET //wp-login.php", 404)]
    [InlineData("""h - - [10/Oct/2000:13:55:36 +0000] "GET /a b#c HTTP/1.1" 400 1""", "GET /a%20b%23c", 400)]
    [InlineData("""h - - [10/Oct/2000:13:55:36 +0000] "GET /q=\"x\"\x0D\x0Ay\\ HTTP/1.1" 400 1""", "GET /q=%22x%22%0D%0Ay\\", 400)]
    [InlineData("""h - - [10/Oct/2000:13:55:36 +0000] "GET /ü HTTP/1.1" 200 1""", "GET /%C3%BC", 200)]
    [InlineData("""h - - [10/Oct/2000:13:55:36 +0000] "GET /slow HTTP/1.1" - -""", "GET /slow", 0)]
    [InlineData("""h - - [10/Oct/2000:13:55:36 +0000] "-" 408 0""", null, 408)]
    [InlineData("""h - - [10/Oct/2000:13:55:36 +0000] "\x16\x03\x01" 400 226""", null, 400)]
    [InlineData("""h - - [10/Oct/2000:13:55:36 +0000] "OPTIONS * HTTP/1.0" 200 1""", null, 200)]
    [InlineData("""h - - [10/Oct/2000:13:55:36 +0000] "CONNECT elsewhere:443 HTTP/1.1" 405 1""", null, 405)]
    public void Line_of_any_usual_form_is_read(string text, string? request, int status)
    {
        Assert.Null(AccessLogLine.Read(Encoding.UTF8.GetBytes(text), out var line));

        Assert.Equal((request, status), (line.Request is { } sent ? $"{sent.Method} {sent.Path}" : null, line.Status));
        Assert.Equal(2000, line.Time.Year);
    }

    [Theory]
    [InlineData("", "no time")]
    [InlineData("[10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.1\" 200 1", "no time")]
    [InlineData("h - - [2000-10-10T13:55:36Z] \"GET / HTTP/1.1\" 200 1", "no time")]
    [InlineData("h - - [10/Oct/2000:13:55:36 +0000", "no time")]
    [InlineData("h - - [10/Oct/2000:13:55:36 +0000] GET / 200 1", "no request in quotes")]
    [InlineData("h - - [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.1\\\" 200 1", "no request in quotes")]
    [InlineData("h - - [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.1\"", "no status")]
    [InlineData("h - - [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.1\" 2000 1", "no status")]
    public void Line_of_no_form_is_told_what_it_lacks(string text, string message)
    {
        var problem = AccessLogLine.Read(Encoding.UTF8.GetBytes(text), out _);

        Assert.Contains(message, problem, StringComparison.Ordinal);
        Assert.Contains("10/Oct/2000:13:55:36 -0700", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Requests_stand_in_the_order_of_their_seconds_evenly_within_each()
    {
        var (log, requests) = Read(Line(10, "/c"), Line(9, "/a"), Line(10, "/d"), Line(9, "/b"), Line(12, "/e"), Line(10, "/f"), Line(10, "/g"));

        Assert.Equal(
            [("/a", 0), ("/b", 500), ("/c", 1000), ("/d", 1250), ("/f", 1500), ("/g", 1750), ("/e", 3000)],
            requests.Select(request => (request.Request.Path, request.At.TotalMilliseconds)));
        Assert.Equal((7, 4.0, 0), (log.Requests, log.Length.TotalSeconds, log.Mistakes.Count));
    }

    [Fact]
    public void Times_with_a_fraction_are_kept_and_zones_are_reckoned_in()
    {
        var (_, requests) = Read(
            """h - - [10/Oct/2000:13:55:36.500 +0000] "GET /b HTTP/1.1" 200 1""",
            """h - - [10/Oct/2000:15:55:36.125 +0200] "GET /a HTTP/1.1" 200 1""");

        Assert.Equal([("/a", 125), ("/b", 500)], requests.Select(request => (request.Request.Path, request.At.TotalMilliseconds)));
    }

    [Fact]
    public void Line_that_is_out_of_order_by_more_than_a_minute_is_told()
    {
        var (log, requests) = Read(Line(0, "/a"), Line(59, "/b"), Line(1, "/c"), Line(200, "/d"), Line(2, "/late"));

        Assert.Equal(["/a", "/c", "/b", "/d"], requests.Select(request => request.Request.Path));
        Assert.Contains("access.log:5: is 198 s older than a line above it", Assert.Single(log.Mistakes.In("access.log")), StringComparison.Ordinal);
    }

    [Fact]
    public void Compressed_log_is_read_as_what_it_holds()
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Line(0, "/a") + "\r\n\r\n" + Line(1, "/b")));
        }

        Assert.Equal(2, new AccessLogReader(_files.Write(buffer.ToArray())).All().Count());
    }

    [Fact]
    public void Log_cut_anywhere_is_read_or_told_by_its_line()
    {
        var whole = Encoding.UTF8.GetBytes(string.Join('\n', Line(0, "/a?b=\\\"c\\\""), Line(1, "/b"), Line(1, "/c")));
        Assert.All(Enumerable.Range(0, whole.Length), length =>
        {
            var log = new AccessLogReader(_files.Write(whole[..length]));
            Assert.All(log.All().ToList(), request => Assert.True(RecordingRules.IsPath(request.Request.Path)));
            Assert.InRange(log.Requests + log.Mistakes.Count, length == 0 ? 0 : 1, 3);
            Assert.All(log.Mistakes.In("log"), problem => Assert.Matches("^log:[0-9]+: ", problem));
        });
    }

    private (AccessLogReader Log, List<RecordedRequest> Requests) Read(params string[] lines)
    {
        var log = new AccessLogReader(_files.Write(lines));
        return (log, [.. log.All()]);
    }

    private static string Line(int second, string path)
        => FormattableString.Invariant($"1.2.3.4 - secret [10/Oct/2000:13:{second / 60:00}:{second % 60:00} +0000] \"GET {path} HTTP/1.1\" 200 5 \"https://referer/\" \"agent\"");
}
