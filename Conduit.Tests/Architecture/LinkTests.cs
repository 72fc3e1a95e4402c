using System.Text.RegularExpressions;

namespace Conduit.Tests.Architecture;

public sealed partial class LinkTests
{
    [Fact]
    public void Link_in_a_document_leads_to_a_file_that_exists()
    {
        var links = Repository.Files(Repository.Root, "*.md").SelectMany(LinksOf).ToArray();

        Assert.NotEmpty(links);
        Findings.None("Documents link to files of this repository that are there.", links.Where(link => !Path.Exists(link.Leads)).Select(link => link.Text));
    }

    private static IEnumerable<(string Text, string Leads)> LinksOf(string document)
        => Links().Matches(File.ReadAllText(document)).Select(link => link.Groups["target"].Value)
            .Select(target => ($"{Path.GetRelativePath(Repository.Root, document)}: {target}", Path.Combine(Path.GetDirectoryName(document)!, target)));

    // What is elsewhere has a scheme; what is in the same document begins with a number sign.
    [GeneratedRegex("""\]\((?<target>[^)#:\s]+)(#[^)\s]*)?\)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Links();
}
