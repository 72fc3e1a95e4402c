using System.Text.RegularExpressions;

namespace Conduit.Tests.Architecture;

public sealed partial class MakefileTests
{
    [Fact]
    public void Make_target_in_the_README_is_one_the_Makefile_has()
    {
        var targets = DocumentedTargets();

        Findings.None(
            "The README names only targets that `make help` lists.",
            MakeCommands().Matches(Read("README.md")).Select(command => command.Groups["target"].Value).Where(target => !targets.Contains(target)));
    }

    [Fact]
    public void Make_target_with_a_help_text_is_in_the_README()
    {
        var readme = Read("README.md");
        var targets = DocumentedTargets();

        Assert.NotEmpty(targets);
        Findings.None(
            "The README names every target that `make help` lists.",
            targets.Where(target => !Regex.IsMatch(readme, $@"\bmake {Regex.Escape(target)}(?![\w-])", RegexOptions.None, TimeSpan.FromSeconds(1))));
    }

    private static HashSet<string> DocumentedTargets()
        => HelpTexts().Matches(Read("Makefile")).Select(line => line.Groups["target"].Value).ToHashSet(StringComparer.Ordinal);

    private static string Read(string file)
    {
        Assert.SkipUnless(File.Exists(Repository.PathOf(file)), $"There is no {file}.");
        return File.ReadAllText(Repository.PathOf(file));
    }

    [GeneratedRegex("""^(?<target>[a-z][\w-]*):[^\n]*## """, RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex HelpTexts();

    // As code, at the start of a line of a listing or right behind a backtick: prose may well "make sure".
    [GeneratedRegex("""(^|`|&& )make (?<target>[a-z][\w-]*)""", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex MakeCommands();
}
