using System.Text.Json;
using Conduit.Simulator.Runs.Target;

namespace Conduit.Simulator.Runs.Lease;

/// <summary>
/// The lab taken over from the simulator that loops in it, so that what is measured is this run's alone. Renews itself
/// until disposed; a process that dies stops renewing, and the lab goes on by itself.
/// </summary>
internal sealed class LabLease : IAsyncDisposable
{
    private static readonly TimeSpan TimeToLive = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Renewal = TimeToLive / 4;
    // The loop's run has to end and clear its faults first.
    private static readonly TimeSpan TakeOverPatience = TimeSpan.FromSeconds(20);

    private readonly HttpMessageInvoker _http;
    private readonly TimeProvider _time;
    private readonly Uri _address;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _renewing;
    private volatile string? _lost;

    private LabLease(HttpMessageInvoker http, TimeProvider time, Uri address)
    {
        _http = http;
        _time = time;
        _address = address;
        _renewing = RenewAsync();
    }

    /// <summary>Why the lease was lost while the run went on; null while it holds.</summary>
    public string? Lost => _lost;

    /// <summary>Takes a lab over, if there is one and it sends its load to the same target, or through another to the same upstreams.</summary>
    /// <param name="http">For the call.</param>
    /// <param name="time">The clock.</param>
    /// <param name="lab">The lab's simulator.</param>
    /// <param name="targets">Where the run will be sent.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>The lease, or null where nothing is to be taken over; a problem where another run has the lab.</returns>
    public static async Task<(LabLease? Lease, RunProblem? Problem)> TakeAsync(
        HttpMessageInvoker http, TimeProvider time, Uri lab, IReadOnlyCollection<LabTarget> targets, CancellationToken stop)
    {
        var (status, body) = await ControlCall.SendAsync(http, time, HttpMethod.Get, new Uri(lab, "/lease"), null, stop);
        if (status != 200 || Read(body) is not { } document || !await SharesAsync(http, time, document.Target, targets, stop))
        {
            return (null, null);
        }

        var holder = $"run-{Environment.ProcessId}-{time.GetUtcNow().ToUnixTimeMilliseconds()}";
        var address = new Uri(lab, $"/lease/{holder}");
        (status, body) = await ControlCall.SendAsync(http, time, HttpMethod.Put, address, Request, stop, TakeOverPatience);
        return status switch
        {
            200 => (new LabLease(http, time, address), null),
            409 => (null, new RunProblem(RunProblemKind.Busy, $"another run holds the lab at {lab}: {ProblemText.Detail(body)}; try again after it, or leave the lab alone with --lab none")),
            _ => (null, new RunProblem(RunProblemKind.Busy, $"the lab's simulator at {lab} could not be paused: {ProblemText.Detail(body)}; end it, or run beside it with --lab none")),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _renewing;
        _end.Dispose();
        await ControlCall.SendAsync(_http, _time, HttpMethod.Delete, _address, null, CancellationToken.None);
    }

    /// <summary>Whether two addresses mean the same service; every name of this machine's own is as good as another.</summary>
    internal static bool SameTarget(string? theirs, Uri ours)
        => Uri.TryCreate(theirs, UriKind.Absolute, out var other)
            && other.Port == ours.Port
            && (other.IsLoopback && ours.IsLoopback || other.Host.Equals(ours.Host, StringComparison.OrdinalIgnoreCase));

    private static async Task<bool> SharesAsync(HttpMessageInvoker http, TimeProvider time, string theirs, IReadOnlyCollection<LabTarget> targets, CancellationToken stop)
    {
        if (targets.Any(target => SameTarget(theirs, target.Address)))
        {
            return true;
        }

        if (!Uri.TryCreate(theirs, UriKind.Absolute, out var address))
        {
            return false;
        }

        var (other, _) = await new TargetProbe(http, time).LookAsync(address, new Dictionary<string, Uri>(StringComparer.Ordinal), stop);
        return other is not null
            && targets.SelectMany(target => target.Controls.Values).Any(ours => other.Controls.Values.Any(control => SameTarget(control.OriginalString, ours)));
    }

    private static string Request => JsonSerializer.Serialize(new LeaseRequest(TimeToLive.TotalSeconds), LeaseJson.Default.LeaseRequest);

    private static LeaseDocument? Read(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, LeaseJson.Default.LeaseDocument);
        }
        catch (JsonException)
        {
            // Something else answers there, and it has no loop to pause.
            return null;
        }
    }

    private async Task RenewAsync()
    {
        using var timer = new PeriodicTimer(Renewal, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                var (status, body) = await ControlCall.SendAsync(_http, _time, HttpMethod.Put, _address, Request, _end.Token);
                if (status is not null and not 200)
                {
                    _lost = $"the lab went on with its own load during this run, and the figures may count both: {ProblemText.Detail(body)}";
                }
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // Released.
        }
    }
}
