using Spectre.Console;

namespace Conduit.AppHost.Processes;

/// <summary>What runs, in which state and where to look at it.</summary>
internal static class ResourceTable
{
    public static Table Draw(IEnumerable<ResourceRunner> runners)
    {
        var table = new Table().RoundedBorder().AddColumns("Resource", "State", "URL", "Also", "Process");
        foreach (var runner in runners)
        {
            var endpoints = runner.Resource.Endpoints;
            var runs = runner.State is not (ResourceState.LeftOut or ResourceState.Failed);
            table.AddRow(
                new Text(runner.Resource.Name),
                new Text(Word(runner.State), new Style(Tint(runner.State))),
                new Text(runs ? endpoints[0].Url : runner.Reason ?? ""),
                new Text(runs ? string.Join(", ", endpoints.Skip(1).Select(endpoint => $"{endpoint.Name} {endpoint.Port}")) : ""),
                new Text(runner.ProcessId is { } id && runs ? $"{id}" : ""));
        }

        return table;
    }

    private static string Word(ResourceState state) => state == ResourceState.LeftOut ? "left out" : state.ToString().ToLowerInvariant();

    private static Color Tint(ResourceState state) => state switch
    {
        ResourceState.Healthy => Color.Green,
        ResourceState.Failed => Color.Red,
        _ => Color.Yellow,
    };
}
