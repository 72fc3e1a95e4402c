using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;

namespace Conduit.Simulator.Commands;

/// <summary>What several commands that send real load take.</summary>
internal static class LiveOptions
{
    public const string DefaultTarget = "http://localhost:8080";
    public const string DefaultHttp2Target = "http://localhost:8081";
    public const string DefaultLab = "http://localhost:8090";

    /// <summary>Null: <see cref="DefaultTarget"/>, or <see cref="DefaultHttp2Target"/> for HTTP/2.</summary>
    public static Option<Uri?> Target() => new("--target")
    {
        Description = $"Where to send the load; {DefaultTarget} if not given, with --http2 {DefaultHttp2Target}.",
        HelpName = "URL",
        CustomParser = Address,
    };

    public static Option<bool> Http2() => new("--http2")
    {
        Description = "Speaks HTTP/2, without TLS by prior knowledge: many requests share a connection, and more are opened when one has no free stream.",
    };

    public static Option<Dictionary<string, Uri>> Controls() => new("--control")
    {
        Description = "An upstream's control address, where the target does not tell it; may be repeated.",
        HelpName = "NAME=URL",
        AllowMultipleArgumentsPerToken = false,
        Arity = ArgumentArity.ZeroOrMore,
        DefaultValueFactory = _ => [],
        CustomParser = result => NamedAddresses("--control", result.Tokens.Select(token => token.Value), "alpha=http://localhost:4001", result)
            .ToDictionary(StringComparer.Ordinal),
    };

    public static Option<LabChoice> Lab() => new("--lab")
    {
        Description = "The simulator that loops in the lab, which the run takes over from; 'none' leaves it alone.",
        HelpName = "URL|none",
        DefaultValueFactory = _ => new LabChoice(new Uri(DefaultLab)),
        CustomParser = result => new LabChoice(result.Tokens[0].Value == LabChoice.None ? null : Address(result)),
    };

    /// <summary>Reads <c>NAME=URL</c> after <c>NAME=URL</c>, in their order.</summary>
    /// <param name="option">The option's name, for messages.</param>
    /// <param name="items">What the user gave.</param>
    /// <param name="example">What one looks like.</param>
    /// <param name="result">Takes the mistakes.</param>
    public static List<KeyValuePair<string, Uri>> NamedAddresses(string option, IEnumerable<string> items, string example, ArgumentResult result)
    {
        var addresses = new List<KeyValuePair<string, Uri>>();
        foreach (var item in items)
        {
            var (name, url) = item.Split('=', 2) is [var before, var after] ? (before, after) : ("", "");
            if (name.Length == 0 || !TryAddress(url, out var address))
            {
                result.AddError($"{option} {item}: give NAME=URL, as in {example}");
            }
            else if (addresses.Exists(other => other.Key == name))
            {
                result.AddError($"{option} {item}: '{name}' is given twice");
            }
            else
            {
                addresses.Add(new(name, address));
            }
        }

        return addresses;
    }

    private static Uri Address(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (TryAddress(text, out var address))
        {
            return address;
        }

        result.AddError($"'{text}' is no address to send to; give a URL without a path, as in {DefaultTarget}");
        return new Uri(DefaultTarget);
    }

    private static bool TryAddress(string text, [NotNullWhen(true)] out Uri? address)
        => Uri.TryCreate(text, UriKind.Absolute, out address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            && address is { PathAndQuery: "/", Fragment: "", UserInfo: "" };
}

/// <summary>The lab to take over; null: none.</summary>
internal sealed record LabChoice(Uri? Address)
{
    public const string None = "none";

    public override string ToString() => Address?.OriginalString ?? None;
}
