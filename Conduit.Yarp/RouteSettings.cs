using System.Globalization;
using Conduit.Routing;
using Yarp.ReverseProxy.Configuration;

namespace Conduit.Yarp;

/// <summary>What a route's metadata says of its requests, with the defaults for what it leaves out. Immutable.</summary>
/// <param name="AttemptTimeout">Longest wait for the headers of one attempt.</param>
/// <param name="Deadline">Longest wait for headers over all attempts.</param>
/// <param name="Hedge">False for requests that are meant to wait, as long polls are.</param>
/// <param name="RetryUnsafe">True if even a method that is not idempotent may go elsewhere after a 429 or 503.</param>
internal sealed record RouteSettings(TimeSpan AttemptTimeout, TimeSpan Deadline, bool Hedge, bool RetryUnsafe)
{
    private const string Time = "a time above 0 of at most a day, with colons, such as 00:00:01.5";
    private const string Switch = "true or false";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static RouteSettings Of(RouteConfig route, RouterOptions defaults) => new(
        ReadTime(route, nameof(AttemptTimeout)) ?? defaults.AttemptTimeout,
        ReadTime(route, nameof(Deadline)) ?? defaults.Deadline,
        ReadSwitch(route, nameof(Hedge)) ?? true,
        ReadSwitch(route, nameof(RetryUnsafe)) ?? false);

    /// <summary>Every value that cannot be read, with its key and what is allowed.</summary>
    public static IEnumerable<string> Mistakes(RouteConfig route, RouterOptions defaults)
    {
        if (ReadTime(route, nameof(AttemptTimeout)) is { } attempt && attempt > (ReadTime(route, nameof(Deadline)) ?? defaults.Deadline))
        {
            yield return $"{Key(route, nameof(AttemptTimeout))} = {attempt:c}: allowed is at most the route's {nameof(Deadline)}, {ReadTime(route, nameof(Deadline)) ?? defaults.Deadline:c}";
        }

        foreach (var (key, allowed) in ((string, string)[])[(nameof(AttemptTimeout), Time), (nameof(Deadline), Time), (nameof(Hedge), Switch), (nameof(RetryUnsafe), Switch)])
        {
            if (Text(route, key) is { } text && (allowed == Time ? ReadTime(route, key) is null : ReadSwitch(route, key) is null))
            {
                yield return $"{Key(route, key)} = {text}: allowed is {allowed}";
            }
        }
    }

    private static string Key(RouteConfig route, string key) => $"ReverseProxy:Routes:{route.RouteId}:Metadata:{key}";

    private static string? Text(RouteConfig route, string key) => route.Metadata?.GetValueOrDefault(key);

    // A number alone counts days, and hardly anybody who writes 1 means that.
    private static TimeSpan? ReadTime(RouteConfig route, string key)
        => Text(route, key) is { } text && text.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time > TimeSpan.Zero && time <= Longest ? time : null;

    private static bool? ReadSwitch(RouteConfig route, string key) => bool.TryParse(Text(route, key), out var value) ? value : null;
}
