using System.Reflection;
using ArchUnitNET.Loader;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Conduit.Tests.Architecture;

/// <summary>What each room, or a part of one, must never know: read from the compiled types, whatever their usings say.</summary>
public sealed class RoomTests
{
    private const string WebFramework = @"^(Microsoft\.AspNetCore|Yarp)\.";
    private const string SocketsAndFiles = @"^System\.Net\.Sockets\.|^System\.IO\.(File|Directory|Path|Drive)";

    internal static readonly string[] Rooms = ["Conduit.Routing", "Conduit.Lab", "Conduit.ServiceDefaults", "Conduit.Yarp", "Conduit.Proxy", "Conduit.Upstreams", "Conduit.Simulator", "Conduit.LiveView"];

    private static readonly ArchUnitNET.Domain.Architecture Built = new ArchLoader().LoadAssemblies([.. Rooms.Select(Assembly.Load)]).Build();

    /// <summary>The rule as a sentence, whose types it binds (by assembly and full name), and the types that are none of their business.</summary>
    public static TheoryData<string, string, string, string> Rules => new()
    {
        { "The decision core knows no web framework.", "Conduit.Routing", ".*", WebFramework },
        { "The decision core opens no socket and no file.", "Conduit.Routing", ".*", SocketsAndFiles },
        {
            "Deciding is not sending: outside its execution part and its clients the decision core knows no HTTP message and no pipeline.",
            "Conduit.Routing", @"^Conduit\.Routing(?!\.(Execution|Client)\.)", @"^(System\.Net\.Http|Polly|Microsoft\.Extensions\.Http|Conduit\.Routing\.(Execution|Client))\."
        },
        {
            "Sending is not deciding: the execution part carries a decision out and never chooses by score.",
            "Conduit.Routing", @"^Conduit\.Routing\.Execution\.", @"^Conduit\.Routing\.(Score$|Policies\.|Client\.)"
        },
        {
            "A client is a seat of the router like any other: it hands requests in and results back, and never chooses by score.",
            "Conduit.Routing", @"^Conduit\.Routing\.Client\.", @"^Conduit\.Routing\.(Score$|Policies\.|Deciding\.|Breaking\.|Signals\.)"
        },
        {
            "A filter admits, limits and cleans a request; which upstream it goes to, and sending it, are not a filter's.",
            "Conduit.Proxy", @"^Conduit\.Proxy\.Filters\.", @"^System\.Net\.Http\.(HttpClient|HttpMessageInvoker)$|^Conduit\.Routing\.((Router|Score)\w*$|Policies\.|Execution\.)"
        },
        { "The router's seat in YARP fits any YARP application: it knows nothing of Conduit's own proxy and services.", "Conduit.Yarp", ".*", @"^Conduit\.(Proxy|ServiceDefaults|Lab)\." },
        {
            "The router's seat in YARP hands requests in and results back, and never chooses by score.",
            "Conduit.Yarp", ".*", @"^Conduit\.Routing\.(Score$|Policies\.|Deciding\.|Breaking\.|Signals\.)"
        },
        { "The lab's vocabulary is pure: it knows no web framework.", "Conduit.Lab", ".*", WebFramework },
        { "The lab's vocabulary is pure: it opens no socket and no file.", "Conduit.Lab", ".*", SocketsAndFiles },
        { "An upstream does not know who stands before it.", "Conduit.Upstreams", ".*", @"^(Conduit\.(Proxy|Yarp)|Yarp)\." },
        { "The simulator knows the proxy by its HTTP API alone.", "Conduit.Simulator", ".*", @"^(Conduit\.(Proxy|Yarp)|Yarp)\." },
        {
            "A scenario is words: its language knows neither clock nor network nor anything that acts on it.",
            "Conduit.Simulator", @"^Conduit\.Simulator\.Scenarios\.", @"^System\.(TimeProvider$|Net\.)|^Microsoft\.AspNetCore\.|^Conduit\.Simulator\.(Commands|Load|Reports|Runs|Serve|Terminal)\."
        },
        {
            "Arrivals are a pure function of scenario and seed: the same whenever and against whatever they are sent.",
            "Conduit.Simulator", @"^Conduit\.Simulator\.Load\.(Arrival\w*|RateCurve)$", @"^System\.(TimeProvider$|Net\.)"
        },
        {
            "A virtual run opens no socket and reads no clock but its own: the same outcome on any machine at any hour.",
            "Conduit.Simulator", @"^Conduit\.Simulator\.Virtual\.", @"^System\.Net\.(Sockets\.|Http\.(SocketsHttpHandler|HttpClient)$)|^System\.Diagnostics\.Stopwatch$|^System\.Threading\.(Timer|PeriodicTimer|Thread)$|^System\.IO\.File"
        },
        {
            "The live view knows the services by their HTTP APIs alone, and nothing of the request path.",
            "Conduit.LiveView", ".*", @"^(Conduit\.(Proxy|Yarp|Upstreams|Simulator)|Yarp|Polly)\.|^Conduit\.Routing\.(?!StrictOptions$|OptionMistakes$)"
        },
        {
            "What the page says and counts is pure: words and figures know neither clock nor network nor page.",
            "Conduit.LiveView", @"^Conduit\.LiveView\.Words\.", @"^System\.(TimeProvider$|Net\.)|^Microsoft\.AspNetCore\.|^Conduit\.LiveView\.(Access|Commands|Components|Feed)\."
        },
        { "What services have in common knows none of them.", "Conduit.ServiceDefaults", ".*", @"^Conduit\.(?!ServiceDefaults\.)" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Room_as_compiled_keeps_to_its_own(string rule, string room, string part, string never)
    {
        var types = Types().That().ResideInAssemblyMatching($"^{room},").And().HaveFullNameMatching(part);
        var strangers = Types(includeReferenced: true).That().HaveFullNameMatching(never);

        Findings.None(rule, types.Should().NotDependOnAny(strangers).Evaluate(Built).Where(result => !result.Passed).Select(result => result.Description));
    }
}
