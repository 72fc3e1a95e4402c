using System.ComponentModel;

namespace Conduit.AppHost.Processes;

/// <summary>
/// Keeps one resource running: waits for what it needs, starts it, waits until it is healthy, and starts it again when
/// it ends by itself. One task runs it; its state may be read from anywhere.
/// </summary>
internal sealed class ResourceRunner(ProcessResource resource, LabConsole console, HealthProbe probe, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    // An interrupt from the terminal reaches the children too, and may end one before this host has heard of it.
    private static readonly TimeSpan InterruptGrace = TimeSpan.FromMilliseconds(200);

    private readonly TaskCompletionSource<bool> _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Backoff _backoff = new();
    private volatile ChildProcess? _child;

    public ProcessResource Resource => resource;

    public ResourceState State { get; private set; } = ResourceState.Waiting;

    /// <summary>Why the resource was left out or failed; null while there is nothing to say.</summary>
    public string? Reason { get; private set; }

    public int? ProcessId => _child?.Id;

    /// <summary>Completes once the start is decided: true when the lab can go on with it, or without it.</summary>
    public Task<bool> Settled => _settled.Task;

    public async Task RunAsync(IReadOnlyCollection<ResourceRunner> dependencies, CancellationToken stopping)
    {
        try
        {
            var preparation = resource.Prepare(stopping);
            var ready = await Task.WhenAll(dependencies.Select(dependency => dependency.Settled)).WaitAsync(stopping);
            if (!ready.All(settled => settled))
            {
                Settle(ResourceState.Failed, "what it waits for did not start");
            }
            else if (await preparation is { Start: { } start })
            {
                await KeepRunningAsync(start, stopping);
            }
            else
            {
                Settle(ResourceState.LeftOut, (await preparation).LeftOut);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The lab ends; StopAsync does the rest.
        }
        catch (Win32Exception exception)
        {
            FailStart($"its program cannot be run: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            FailStart($"its files cannot be prepared: {exception.Message}");
        }
        finally
        {
            _settled.TrySetResult(false);
        }
    }

    public async Task StopAsync(CancellationToken mercy)
    {
        if (_child is { } child)
        {
            await child.StopAsync(mercy);
        }

        State = State is ResourceState.LeftOut or ResourceState.Failed ? State : ResourceState.Ended;
    }

    public void Dispose() => _child?.Dispose();

    private async Task KeepRunningAsync(ProgramStart start, CancellationToken stopping)
    {
        State = ResourceState.Starting;
        while (true)
        {
            var began = time.GetTimestamp();
            _child?.Dispose();
            var child = _child = ChildProcess.Start(start, line => console.Line(resource.Name, line));
            var exit = child.WaitForExitAsync(stopping);
            var healthy = await BecomesHealthyAsync(exit, stopping);
            if (!healthy && !_settled.Task.IsCompleted)
            {
                await FailStartAsync(child, exit);
                return;
            }

            if (healthy)
            {
                Settle(ResourceState.Healthy, reason: null);
            }

            var code = await exit;
            await Task.Delay(InterruptGrace, time, stopping);
            State = ResourceState.Restarting;
            var wait = _backoff.After(time.GetElapsedTime(began));
            console.Host($"{resource.Name} ended by itself (exit code {code}); starting it again in {wait.TotalSeconds:0.##} s.");
            await Task.Delay(wait, time, stopping);
        }
    }

    private async Task<bool> BecomesHealthyAsync(Task<int> exit, CancellationToken stopping)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var health = probe.WaitAsync(resource.Health, giveUp.Token);
        await Task.WhenAny(health, exit, Task.Delay(StartLimit, time, giveUp.Token));
        stopping.ThrowIfCancellationRequested();

        // An answer counts only while the process lives: somebody else may answer on its port.
        var healthy = health.IsCompletedSuccessfully && !exit.IsCompleted;
        await giveUp.CancelAsync();
        return healthy;
    }

    private async Task FailStartAsync(ChildProcess child, Task<int> exit)
    {
        var reason = exit.IsCompletedSuccessfully
            ? $"it ended with exit code {await exit} before it was healthy; its own lines above say why"
            : $"it was not healthy within {StartLimit.TotalSeconds:0} s ({resource.Health} did not answer well)";
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await child.StopAsync(now.Token);
        FailStart(reason);
    }

    private void FailStart(string reason) => Settle(resource.Required ? ResourceState.Failed : ResourceState.LeftOut, reason);

    private void Settle(ResourceState state, string? reason)
    {
        var again = State == ResourceState.Restarting;
        State = state;
        Reason = reason;
        _settled.TrySetResult(state != ResourceState.Failed);
        if (again)
        {
            console.Host($"{resource.Name} is healthy again.");
        }
    }
}
