using System.Text.RegularExpressions;

namespace Conduit.Tests.Architecture;

public sealed partial class SourceTests
{
    // Put together here, or this file would find itself.
    private const string Postponed = "TO" + "DO|FIX" + "ME|HA" + "CK";

    private static readonly string[] Binary = [".png", ".ico", ".woff2"];

    [Fact]
    public void Text_anywhere_in_the_tree_postpones_nothing()
        => Findings.None(
            "What is worth doing is done: no note in the tree puts it off.",
            Repository.Lines(Repository.Files(Repository.Root).Where(file => !Binary.Contains(Path.GetExtension(file))), PostponedWork()));

    [Fact]
    public void Metric_of_Conduits_own_is_unknown_to_the_service_defaults()
        => Findings.None(
            "Conduit.ServiceDefaults carries metrics to Prometheus and knows the name and meaning of none of Conduit's.",
            Repository.Lines(Repository.Files(Repository.PathOf("Conduit.ServiceDefaults"), "*.cs"), MetricName()));

    [Fact]
    public void Type_of_a_service_is_unknown_to_the_host_that_starts_it()
        => Findings.None(
            "Conduit.AppHost starts programs by name and address; no type of theirs is its business.",
            Repository.Lines(Repository.Files(Repository.PathOf("Conduit.AppHost"), "*.cs"), TypeOfAnotherRoom()));

    [Fact]
    public void Telemetry_of_the_proxy_neither_throws_nor_touches_the_answer()
        => Findings.None(
            "Telemetry reads decisions and outcomes: it changes no result and throws nothing into the request path.",
            Repository.Lines(Repository.Files(Repository.PathOf("Conduit.Proxy", "Telemetry"), "*.cs"), ThrowsOrAnswers()));

    [Fact]
    public void Request_path_as_written_waits_for_nothing()
        => Findings.None(
            "The request path runs on the sockets' own threads, so it holds no thread up.",
            Repository.Lines(
                ((string[])["Conduit.Routing", "Conduit.Yarp", "Conduit.Proxy"]).SelectMany(room => Repository.Files(Repository.PathOf(room), "*.cs"))
                    // HttpClient's synchronous Send is its caller's own thread, and a timer's thread is there to sleep.
                    .Where(file => Path.GetFileName(file) is not ("ClientHandler.cs" or "ThreadedTimer.cs")),
                HoldsAThreadUp()));

    [GeneratedRegex(@"\bthrow\b|\.Response\.(\w+\.)*(\w+\s*=(?!=)|(Append|Add|Remove|Clear|Redirect|Write\w*)\()", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ThrowsOrAnswers();

    [GeneratedRegex(@"\.(Wait|WaitOne|WaitAll|WaitAny)\(|\.GetResult\(\)|\bThread\.Sleep\(|\b(ManualResetEvent|AutoResetEvent|BlockingCollection|Barrier|CountdownEvent)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HoldsAThreadUp();

    [GeneratedRegex("\"conduit[._]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MetricName();

    // A name in quotes is a project's; `Projects.Conduit_Proxy` is Aspire's handle for one.
    [GeneratedRegex(@"(?<![""\w/.])Conduit\.(?!AppHost\b)[A-Z]\w*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TypeOfAnotherRoom();

    [GeneratedRegex($@"\b({Postponed})\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PostponedWork();
}
