using System.Text;
using Conduit.Routing;
using Conduit.Simulator.Load;
using Conduit.Simulator.Recordings;

namespace Conduit.Tests.Simulator.Recordings;

public sealed class RecordingLineTests
{
    public static TheoryData<string> Lines =>
    [
        """[0,"GET","/items/1?x=%20y",null,"alpha",200,5.1234]""",
        """[12345.6789,"POST","/orders",1024,"beta",429,0.0001]""",
        """[1,"PUT","//a/../b",{"base64":"AAEC/w==","type":"image/png"},null,"timeout",1000]""",
        """[1,"PATCH","/c","{\"grüße\":\"\\n\"}",null,"reset",3]""",
        """[1,"POST","/c",{"text":"a=b","type":"application/x-www-form-urlencoded"},"alpha",200,3]""",
        """[2591999999.9999,"GET","/",null]""",
        """[1,"GET","/",null,null,204]""",
    ];

    [Theory]
    [MemberData(nameof(Lines))]
    public void Line_that_is_read_is_written_the_same(string line)
    {
        Assert.Null(new RecordingLine().Read(Encoding.UTF8.GetBytes(line), out var recorded));

        Assert.Equal(line, RecordingText.Line(recorded));
    }

    [Fact]
    public void Every_tick_of_a_month_reads_back_as_itself()
    {
        var chance = new Chance(5);
        var form = new RecordingLine();
        for (var i = 0; i < 10_000; i++)
        {
            var at = new TimeSpan((long)(chance.Bits((ulong)i, 0) % (ulong)RecordingRules.Longest.Ticks));
            Assert.Null(form.Read(Encoding.UTF8.GetBytes(RecordingText.Line(new RecordedRequest(at, new SentRequest(HttpMethod.Get, "/")))), out var recorded));
            Assert.Equal(at, recorded.At);
        }
    }

    [Theory]
    [InlineData("""[-1,"GET","/"]""", "atMs is no time")]
    [InlineData("""["1","GET","/"]""", "atMs is no time")]
    [InlineData("""[1e999,"GET","/"]""", "atMs is no time")]
    [InlineData("""[2592000001,"GET","/"]""", "atMs is no time")]
    [InlineData("""[]""", "atMs is no time")]
    [InlineData("""[1]""", "method is none")]
    [InlineData("""[1,"GE T","/"]""", "method is none")]
    [InlineData("""[1,"CONNECT","/"]""", "method is none")]
    [InlineData("""[1,"GET\r\nX: y","/"]""", "method is none")]
    [InlineData("""[1,"GET"]""", "path is none")]
    [InlineData("""[1,"GET","http://elsewhere/"]""", "path is none")]
    [InlineData("""[1,"GET","elsewhere.example/"]""", "path is none")]
    [InlineData("""[1,"GET","@elsewhere/"]""", "path is none")]
    [InlineData("""[1,"GET","/a b"]""", "path is none")]
    [InlineData("""[1,"GET","/a\r\nHost: elsewhere"]""", "path is none")]
    [InlineData("""[1,"GET","/a#b"]""", "path is none")]
    [InlineData("""[1,"GET","/ü"]""", "path is none")]
    [InlineData("""[1,"POST","/",-1]""", "body is none")]
    [InlineData("""[1,"POST","/",16777217]""", "body is none")]
    [InlineData("""[1,"POST","/",{"base64":"?"}]""", "body is none")]
    [InlineData("""[1,"POST","/",{"text":"a","base64":"AA=="}]""", "body is none")]
    [InlineData("""[1,"POST","/",{"text":"a","type":"nonsense\r\nX: y"}]""", "body is none")]
    [InlineData("""[1,"POST","/",[]]""", "body is none")]
    [InlineData("""[1,"GET","/",null,""]""", "upstream is no name")]
    [InlineData("""[1,"GET","/",null,7]""", "upstream is no name")]
    [InlineData("""[1,"GET","/",null,null,99]""", "status is none")]
    [InlineData("""[1,"GET","/",null,null,"success"]""", "status is none")]
    [InlineData("""[1,"GET","/",null,null,200,-1]""", "latencyMs is no time")]
    [InlineData("""[1,"GET","/",null,null,200,1,2]""", "has more than 7 values")]
    [InlineData("""[1,"GET","/"] x""", "is damaged")]
    [InlineData("""[1,"GET","/","\ud800"]""", "is damaged")]
    [InlineData("""GET /""", "is damaged")]
    [InlineData("""7""", "a line is")]
    public void Line_that_is_wrong_is_told_what_is_allowed(string line, string message)
        => Assert.Contains(message, new RecordingLine().Read(Encoding.UTF8.GetBytes(line), out _), StringComparison.Ordinal);
}
