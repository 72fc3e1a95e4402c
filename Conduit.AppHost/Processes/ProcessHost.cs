using System.Runtime.InteropServices;

namespace Conduit.AppHost.Processes;

/// <summary>Runs a set of resources as plain processes, from the first start to the last end.</summary>
internal sealed class ProcessHost(LabConsole console, TimeProvider time)
{
    // Together below the five seconds in which the lab is gone, whatever its resources do.
    private static readonly TimeSpan StageMercy = TimeSpan.FromSeconds(1.3);
    private static readonly TimeSpan WholeMercy = TimeSpan.FromSeconds(4);

    /// <summary>Runs until asked to end; 0 after a clean end, 1 when the lab could not start.</summary>
    public async Task<int> RunAsync(IReadOnlyList<ProcessResource> resources, CancellationToken cancellationToken = default)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupt = OnSignal(PosixSignal.SIGINT, ending);
        using var terminate = OnSignal(PosixSignal.SIGTERM, ending);
        using var hangUp = OnSignal(PosixSignal.SIGHUP, ending);
        using var probe = new HealthProbe(time);

        var runners = resources.Select(resource => new ResourceRunner(resource, console, probe, time)).ToList();
        using var stopRunning = new CancellationTokenSource();
        var running = runners.Select(runner => runner.RunAsync(DependenciesOf(runner, runners), stopRunning.Token)).ToList();
        try
        {
            return await ServeAsync(runners, ending.Token);
        }
        finally
        {
            // The runners first: none of them may start anything while the rest is being ended.
            await stopRunning.CancelAsync();
            await Task.WhenAll(running);
            await StopAsync(runners);
            runners.ForEach(runner => runner.Dispose());
        }
    }

    private async Task<int> ServeAsync(List<ResourceRunner> runners, CancellationToken ending)
    {
        var began = time.GetTimestamp();
        try
        {
            // The first failure is the last: what waits for it settles with it, and what runs is ended.
            await foreach (var settled in Task.WhenEach(runners.Select(runner => runner.Settled)).WithCancellation(ending))
            {
                if (!await settled)
                {
                    var failed = runners.First(runner => runner.State == ResourceState.Failed);
                    console.Host($"{failed.Resource.Name} did not start: {failed.Reason}.");
                    return 1;
                }
            }

            console.Show(ResourceTable.Draw(runners));
            console.Host($"All is healthy after {time.GetElapsedTime(began).TotalSeconds:0.0} s. Ctrl-C or 'make down' ends the lab.");
            await Task.Delay(Timeout.InfiniteTimeSpan, time, ending);
        }
        catch (OperationCanceledException)
        {
            console.Host("Ending the lab…");
        }

        return 0;
    }

    /// <summary>Ends dependents before what they depend on, so that nothing fails for want of a neighbour.</summary>
    private async Task StopAsync(List<ResourceRunner> runners)
    {
        using var whole = new CancellationTokenSource(WholeMercy, time);
        var left = runners.ToList();
        var stops = new List<Task>();
        while (left.Count > 0)
        {
            var stage = left.Where(runner => !left.Exists(other => other.Resource.WaitsFor.Contains(runner.Resource.Name, StringComparer.Ordinal))).ToList();
            left = left.Except(stage).ToList();
            var stopping = Task.WhenAll(stage.Select(runner => runner.StopAsync(whole.Token)));
            stops.Add(stopping);
            await Task.WhenAny(stopping, Task.Delay(StageMercy, time, whole.Token));
        }

        await Task.WhenAll(stops);
    }

    private static List<ResourceRunner> DependenciesOf(ResourceRunner runner, List<ResourceRunner> all)
        => all.Where(other => runner.Resource.WaitsFor.Contains(other.Resource.Name, StringComparer.Ordinal)).ToList();

    private static PosixSignalRegistration OnSignal(PosixSignal signal, CancellationTokenSource ending)
        => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            ending.Cancel();
        });
}
