using System.Diagnostics.Metrics;

namespace Conduit.Proxy.Telemetry;

/// <summary>One cluster's request counts, read when somebody asks for them, and label sets, put together once. Thread-safe.</summary>
internal sealed class RequestInstruments
{
    private readonly RequestMeter _meter;
    private readonly KeyValuePair<string, object?>[][] _tags;
    private readonly long[] _ended;

    public RequestInstruments(RequestMeter meter, string cluster)
    {
        _meter = meter;
        _ended = new long[1 + (int)RequestOutcomes.Ended.Max()];
        _tags = new KeyValuePair<string, object?>[_ended.Length][];
        foreach (var outcome in RequestOutcomes.Ended)
        {
            _tags[(int)outcome] = [new("cluster", cluster), new("outcome", outcome.Name())];
        }
    }

    /// <summary>Requests that have ended, by outcome.</summary>
    public IEnumerable<Measurement<long>> Requests
        => RequestOutcomes.Ended.Select(outcome => new Measurement<long>(Volatile.Read(ref _ended[(int)outcome]), _tags[(int)outcome]));

    public void Ended(RequestOutcome outcome, TimeSpan duration)
    {
        Interlocked.Increment(ref _ended[(int)outcome]);
        _meter.Duration.Record(duration.TotalSeconds, _tags[(int)outcome].AsSpan());
        if (outcome == RequestOutcome.Shed)
        {
            _meter.Shed.Add(1);
        }
    }
}
