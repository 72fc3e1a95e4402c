namespace Conduit.Tests.Architecture;

/// <summary>Fails a test with the rule as a sentence and every place that breaks it, however long.</summary>
internal static class Findings
{
    public static void None(string rule, IEnumerable<string> findings)
    {
        var places = findings.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (places.Count > 0)
        {
            Assert.Fail($"{rule}{Environment.NewLine}  {string.Join(Environment.NewLine + "  ", places)}");
        }
    }
}
