using System.Net;

namespace Conduit.Simulator.Commands;

/// <summary>What the command line asks of anything that sends real load.</summary>
internal abstract record LiveRequest
{
    /// <summary>HTTP/2 without TLS instead of HTTP/1.1.</summary>
    public bool Http2 { get; init; }

    /// <summary>Where the report is written; null: nowhere.</summary>
    public string? Report { get; init; }

    /// <summary>Where the requests are recorded; null: nowhere.</summary>
    public string? Record { get; init; }

    public IReadOnlyDictionary<string, Uri> Controls { get; init; } = new Dictionary<string, Uri>(StringComparer.Ordinal);

    /// <summary>The simulator to take the lab over from; null: none.</summary>
    public Uri? Lab { get; init; }

    public Version Version => Http2 ? HttpVersion.Version20 : HttpVersion.Version11;

    /// <summary>Adds to a command line what was asked for here.</summary>
    public CommandText Complete(CommandText command)
    {
        command.With("--http2", when: Http2).With("--lab", Lab?.OriginalString ?? LabChoice.None, when: Lab?.OriginalString != LiveOptions.DefaultLab);
        foreach (var (name, address) in Controls)
        {
            command.With("--control", $"{name}={address.OriginalString}");
        }

        return command;
    }
}
