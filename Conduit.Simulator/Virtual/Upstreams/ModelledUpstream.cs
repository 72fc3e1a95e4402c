using Conduit.Lab;
using Conduit.Routing;
using Conduit.Simulator.Scenarios.Model;
using Conduit.Simulator.Virtual.Events;

namespace Conduit.Simulator.Virtual.Upstreams;

/// <summary>
/// An upstream as the scenario describes it, at the far end of the network. A request meets the faults in force when it
/// arrives; then it is limited, takes a place or waits for one, is worked on, and its answer goes back.
/// </summary>
internal sealed class ModelledUpstream
{
    private const int RetryAfterSeconds = 1;
    private const double FactorPastCapacity = 5;
    private const uint ServiceDraws = 2;
    private const int Ok = 200;
    private const int TooManyRequests = 429;

    private readonly UpstreamModel _model;
    private readonly NetworkModel _network;
    private readonly TimeSpan _halfTrip;
    private readonly ServiceTime _serviceTime;
    private readonly RepeatedFaults _faults;
    private readonly uint _drawsPerAttempt;
    private readonly RateLimit? _rateLimit;
    private readonly Chance _chance;
    private readonly VirtualTime _time;
    private readonly AttemptList _places = new();
    private readonly AttemptList _queue = new();
    private int _outbound;

    public ModelledUpstream(UpstreamModel model, NetworkModel network, RepeatedFaults faults, Chance chance, VirtualTime time)
    {
        _model = model;
        _network = network;
        _halfTrip = network.Rtt / 2;
        _serviceTime = new ServiceTime(model.Distribution, model.Latency, model.P99 ?? default, model.Jitter ?? default);
        _faults = faults;
        _drawsPerAttempt = ServiceDraws + (faults.Draws);
        _rateLimit = model.RateLimit is { } perSecond ? new RateLimit(perSecond) : null;
        _chance = chance;
        _time = time;
        foreach (var crash in faults.Crashes)
        {
            time.Schedule(new Crash(this), crash.From);
        }
    }

    public string Name => _model.Name;

    public double Weight => _model.Weight;

    /// <summary>Requests that are there or on their way there.</summary>
    public int Present => _outbound + _places.Count + _queue.Count;

    /// <summary>Requests that wait for a place.</summary>
    public int Queued => _queue.Count;

    /// <summary>Sends an attempt; it completes when its answer's headers are back.</summary>
    public Task<HttpResponseMessage> SendAsync(ModelledRequest request, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled<HttpResponseMessage>(cancellation);
        }

        var attempt = new ModelledAttempt(this, request, _time.Now);
        attempt.AbandonOn(cancellation);
        _outbound++;
        _time.Schedule(attempt, _halfTrip);
        return attempt.Answer;
    }

    public void Arrived(ModelledAttempt attempt)
    {
        _outbound--;
        var now = _time.Now;
        if (!_faults.Listens(now))
        {
            attempt.EndWith(AttemptEnd.Refused);
            _time.Schedule(attempt, _network.Refuse - (now - attempt.SentAt));
            return;
        }

        attempt.Effects = _faults.Meet(attempt.Path, now, _chance, attempt.Number, (attempt.Ordinal * _drawsPerAttempt) + ServiceDraws);
        if (!attempt.Effects.Hangs && _rateLimit is not null && !_rateLimit.TryTake(now, out var retryAfter))
        {
            AnswerAtOnce(attempt, TooManyRequests, retryAfter);
        }
        else if (_model.Capacity == 0 || _model.SlowsDown || _places.Count < _model.Capacity)
        {
            Begin(attempt);
        }
        else if (_model.Overload == OverloadBehaviour.Reject)
        {
            AnswerAtOnce(attempt, _model.OverloadStatus, 0);
        }
        else
        {
            attempt.Stage = AttemptStage.Queued;
            _queue.Add(attempt);
        }
    }

    public void Served(ModelledAttempt attempt)
    {
        _places.Remove(attempt);
        var effects = attempt.Effects;
        if (effects.Resets)
        {
            attempt.EndWith(AttemptEnd.Reset);
        }
        else if (effects.Status is { } status)
        {
            attempt.EndWith(AttemptEnd.Answer, status, status == TooManyRequests ? RetryAfterSeconds : 0);
        }
        else
        {
            attempt.EndWith(effects.Truncates ? AttemptEnd.Truncated : AttemptEnd.Answer, Ok);
        }

        _time.Schedule(attempt, _halfTrip);
        BeginNext();
    }

    /// <summary>The proxy has given an attempt up: it leaves, and what it held is free.</summary>
    public void Abandoned(ModelledAttempt attempt)
    {
        _time.Cancel(attempt);
        switch (attempt.Stage)
        {
            case AttemptStage.Outbound:
                _outbound--;
                break;
            case AttemptStage.Queued:
                _queue.Remove(attempt);
                break;
            case AttemptStage.Serving or AttemptStage.Hanging:
                _places.Remove(attempt);
                BeginNext();
                break;
        }
    }

    /// <summary>What one more request would have to expect here now.</summary>
    /// <param name="path">Its path, without query.</param>
    /// <param name="latency">Mean time to its answer, if it gets one.</param>
    /// <returns>The probability that it fails, 0 to 1.</returns>
    public double Forecast(string path, out TimeSpan latency)
    {
        var now = _time.Now;
        var present = Present;
        var mean = _serviceTime.Mean;
        var forecast = _faults.Expect(path, now, mean * Slowdown(present + 1));
        latency = _network.Rtt + (_faults.AfterPauses(now + forecast.ServiceTime) - now);
        var limited = _model.Capacity > 0 && !_model.SlowsDown;
        if (limited && present >= _model.Capacity)
        {
            latency += (present - _model.Capacity + 1) * forecast.ServiceTime / _model.Capacity;
        }

        var unusable = !_faults.Listens(now)
            || (limited && _model.Overload == OverloadBehaviour.Reject && present >= _model.Capacity)
            || _rateLimit?.Allows(now) == false;
        return unusable ? 1 : forecast.Failure;
    }

    private void Begin(ModelledAttempt attempt)
    {
        _places.Add(attempt);
        if (attempt.Effects.Hangs)
        {
            attempt.Stage = AttemptStage.Hanging;
            return;
        }

        attempt.Stage = AttemptStage.Serving;
        var usual = _serviceTime.Sample(_chance, attempt.Number, attempt.Ordinal * _drawsPerAttempt);
        var work = attempt.Effects.ServiceTime(usual * Slowdown(_places.Count));
        var now = _time.Now;
        _time.Schedule(attempt, _faults.AfterPauses(now + work) - now);
    }

    private void BeginNext()
    {
        if (_queue.First is { } next && _places.Count < _model.Capacity)
        {
            _queue.Remove(next);
            Begin(next);
        }
    }

    private void AnswerAtOnce(ModelledAttempt attempt, int status, int retryAfterSeconds)
    {
        attempt.EndWith(AttemptEnd.Answer, status, retryAfterSeconds);
        var now = _time.Now;
        _time.Schedule(attempt, _faults.AfterPauses(now) - now + _halfTrip);
    }

    private double Slowdown(int active) => !_model.SlowsDown ? 1
        : active > _model.Capacity ? FactorPastCapacity
        : 1 + ((double)active / _model.Capacity);

    private void Cut(AttemptList attempts)
    {
        while (attempts.First is { } attempt)
        {
            attempts.Remove(attempt);
            _time.Cancel(attempt);
            attempt.EndWith(AttemptEnd.Reset);
            _time.Schedule(attempt, _halfTrip);
        }
    }

    /// <summary>The moment at which a crash cuts whatever is there.</summary>
    private sealed class Crash(ModelledUpstream upstream) : TimedEvent
    {
        public override void Fire()
        {
            upstream.Cut(upstream._places);
            upstream.Cut(upstream._queue);
            if (upstream._faults.Again(upstream._time.Now) is { } next)
            {
                upstream._time.Schedule(this, next - upstream._time.Now);
            }
        }
    }
}
