using Conduit.LiveView.State;

namespace Conduit.LiveView.Components;

/// <summary>One colour per upstream, the same everywhere: alpha is blue, beta orange, others take theirs in their order.</summary>
internal static class Colours
{
    private const int Others = 8;

    /// <summary>The name of an upstream's colour; the style sheet says which it is.</summary>
    public static string ClassOf(IReadOnlyList<UpstreamView> all, string key)
    {
        var other = 0;
        foreach (var upstream in all)
        {
            var own = upstream.Id is "alpha" or "beta" ? $"u-{upstream.Id}" : $"u-{other++ % Others}";
            if (upstream.Key == key)
            {
                return own;
            }
        }

        return "u-0";
    }
}
