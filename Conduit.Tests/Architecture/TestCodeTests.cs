using System.Reflection;
using System.Text.RegularExpressions;

namespace Conduit.Tests.Architecture;

public sealed partial class TestCodeTests
{
    [Fact]
    public void Test_by_its_name_says_subject_condition_and_result()
    {
        var tests = typeof(TestCodeTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => method.GetCustomAttributes<Attribute>().OfType<Xunit.v3.IFactAttribute>().Any())
            .ToList();

        Assert.NotEmpty(tests);
        Findings.None(
            "A test's name reads Subject_condition_result.",
            tests.Where(test => !SubjectConditionResult().IsMatch(test.Name)).Select(test => $"{test.DeclaringType!.FullName}.{test.Name}"));
    }

    [Fact]
    public void Test_that_waits_waits_on_a_condition()
        => Findings.None(
            "A test waits on a condition, never for an amount of time.",
            Repository.Lines(((string[])["Conduit.Tests", "Conduit.BrowserTests"]).SelectMany(project => Repository.Files(Repository.PathOf(project), "*.cs")), Sleep()));

    [GeneratedRegex("^[A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+){2,}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SubjectConditionResult();

    [GeneratedRegex(@"\bThread\.Sleep\(|\bTask\.Delay\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sleep();
}
