using Conduit.Simulator.Load;
using Conduit.Simulator.Recordings;
using Conduit.Simulator.Runs.Target;

namespace Conduit.Simulator.Runs;

/// <summary>The requests a run sends to one target, and all that is measured of them.</summary>
internal sealed class TargetLoad
{
    private readonly Action<Measurement>? _measured;
    private readonly RecordingWriter? _recording;
    private readonly InFlight _inFlight = new();

    /// <param name="plan">What is on when.</param>
    /// <param name="target">Where to, already checked.</param>
    /// <param name="control">For the target's counters.</param>
    /// <param name="time">The clock.</param>
    /// <param name="measured">Told of each finished request, from many threads.</param>
    /// <param name="recording">Takes in every request; null: nothing is recorded.</param>
    public TargetLoad(
        RunPlan plan, LabTarget target, HttpMessageInvoker control, TimeProvider time, Action<Measurement>? measured = null, RecordingWriter? recording = null)
    {
        _measured = measured;
        _recording = recording;
        Target = target;
        Measurements = new Measurements(plan);
        Counters = new CounterProbe(control, time, target);
    }

    public LabTarget Target { get; }

    public Measurements Measurements { get; }

    public CounterProbe Counters { get; }

    /// <summary>How late requests were sent. The sending thread's alone until that has ended: a lock would make late what it measures.</summary>
    public LatencyRecord Lag { get; } = new();

    /// <summary>Requests on their way.</summary>
    public int InFlight => _inFlight.Count;

    /// <summary>Sends a request and returns at once; for one thread.</summary>
    /// <param name="sender">Sends it.</param>
    /// <param name="arrival">What to send; its moment has come.</param>
    /// <param name="clock">The run's clock.</param>
    /// <param name="abandon">The run has been given up.</param>
    public void Send(RequestSender sender, Arrival arrival, RunClock clock, CancellationToken abandon)
    {
        Lag.Add(clock.Elapsed - arrival.At);
        _inFlight.Begin();
        _ = SendAsync(sender, arrival, clock, abandon);
    }

    /// <summary>Waits for the requests that are on their way; to be called once, after the last has been sent.</summary>
    public Task DrainAsync() => _inFlight.WhenEmptyAsync();

    private async Task SendAsync(RequestSender sender, Arrival arrival, RunClock clock, CancellationToken abandon)
    {
        try
        {
            var answer = await sender.SendAsync(arrival, abandon);
            var measurement = new Measurement(arrival.Phase, arrival.At, clock.Elapsed - arrival.At, answer);
            Measurements.Add(measurement);
            _measured?.Invoke(measurement);
            _recording?.Add(arrival.Number, new RecordedRequest(arrival.At, arrival.Request, answer, measurement.Latency));
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            // Given up with the run: it has no outcome.
            _recording?.Add(arrival.Number, new RecordedRequest(arrival.At, arrival.Request));
        }
        finally
        {
            _inFlight.End();
        }
    }
}
