using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Scenarios.Reading;

/// <summary>Reads <c>requests</c>: the mix of methods, paths and bodies.</summary>
internal static class RequestReader
{
    public static IReadOnlyList<string> Methods { get; } = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"];

    public static IReadOnlyList<RequestTemplate> Read(MappingReader scenario)
    {
        var items = scenario.Mappings("requests");
        if (items.Count == 0)
        {
            return [new RequestTemplate()];
        }

        RequestTemplate[] templates = [.. items.Select(One)];
        if (templates.Sum(template => template.Weight) <= 0)
        {
            scenario.Wrong("requests", "all weights are 0; at least one must be above it");
        }

        return templates;
    }

    private static RequestTemplate One(MappingReader item)
    {
        var usual = new RequestTemplate();
        var template = new RequestTemplate
        {
            Weight = item.Number("weight", 0, Limits.MostRequestWeight) ?? usual.Weight,
            Method = Method(item) ?? usual.Method,
            Path = Path(item) ?? usual.Path,
            BodyBytes = Body(item),
        };
        if (template is { BodyBytes: not null, Method: "GET" or "HEAD" or "OPTIONS" })
        {
            item.Wrong("body", $"a {template.Method} carries no body here; leave it out or use POST, PUT or PATCH");
        }

        item.Finish();
        return template;
    }

    private static string? Method(MappingReader item)
    {
        if (item.Text("method") is not { } method)
        {
            return null;
        }

        if (Methods.Contains(method, StringComparer.Ordinal))
        {
            return method;
        }

        item.Wrong("method", $"'{method}' is unknown here; allowed: {string.Join(", ", Methods)}");
        return null;
    }

    private static string? Path(MappingReader item)
    {
        if (item.Text("path") is not { } path)
        {
            return null;
        }

        // Tried with a number in place, as it is sent: braces alone are not legal in a URI.
        var sample = new RequestTemplate { Path = path }.PathFor(1);
        if (path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal)
            && !path.Contains('#', StringComparison.Ordinal) && Uri.IsWellFormedUriString(sample, UriKind.Relative))
        {
            return path;
        }

        item.Wrong("path", $"'{path}' is no path; begin with one '/', write blanks and other special characters as %XX, and use {{n}} for a number");
        return null;
    }

    private static int? Body(MappingReader item)
    {
        if (item.Text("body") is not { } text)
        {
            return null;
        }

        if (SizeText.TryParse(text, out var bytes) && bytes <= Limits.MostBodyBytes)
        {
            return (int)bytes;
        }

        item.Wrong("body", $"'{text}' is no size in range; write a number and B, KB, KiB, MB or MiB, from 0 to 16MiB");
        return null;
    }
}
