using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Conduit.Simulator.Reports.Charts;

namespace Conduit.Simulator.Reports.Html;

/// <summary>
/// What the page carries along: style, charts and script as they are, admitted by their hashes, so that nothing else can
/// be fetched or run, whatever a scenario calls itself.
/// </summary>
internal static class PageAssets
{
    private static readonly string StyleText = Read("report.css");
    private static readonly string ChartsText = Read("echarts.js");
    private static readonly string ScriptText = Read("report.js");

    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src {Hash(StyleText)}; script-src {Hash(ChartsText)} {Hash(ScriptText)}; base-uri 'none'; form-action 'none'";

    public static string Style { get; } = $"<style>{StyleText}</style>";

    /// <summary>Apache ECharts.</summary>
    public static string Charts { get; } = $"<script>{ChartsText}</script>";

    public static string Script { get; } = $"<script>{ScriptText}</script>";

    /// <summary>The charts' data. No text in it can end its element: all that means something in HTML is escaped.</summary>
    public static string Data(ChartPage page)
        => $"<script type=\"application/json\" id=\"chart-data\">{JsonSerializer.Serialize(page, ChartJson.Default.ChartPage)}</script>";

    private static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(PageAssets).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not in the program."));
        // The hash is of what a browser reads, and it reads every end of line as a line feed.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
