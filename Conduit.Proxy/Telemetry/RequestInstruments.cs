using System.Collections.Frozen;

namespace Conduit.Proxy.Telemetry;

/// <summary>One cluster's request instruments, label sets put together once. Immutable.</summary>
internal sealed class RequestInstruments
{
    private readonly RequestMeter _meter;
    private readonly FrozenDictionary<RequestOutcome, KeyValuePair<string, object?>[]> _tags;

    public RequestInstruments(RequestMeter meter, string cluster)
    {
        _meter = meter;
        _tags = RequestOutcomes.Ended.ToFrozenDictionary(
            outcome => outcome,
            outcome => (KeyValuePair<string, object?>[])[new("cluster", cluster), new("outcome", outcome.Name())]);
        foreach (var tags in _tags.Values)
        {
            _meter.Requests.Add(0, tags.AsSpan());
        }
    }

    public void Ended(RequestOutcome outcome, TimeSpan duration)
    {
        var tags = _tags[outcome];
        _meter.Requests.Add(1, tags.AsSpan());
        _meter.Duration.Record(duration.TotalSeconds, tags.AsSpan());
        if (outcome == RequestOutcome.Shed)
        {
            _meter.Shed.Add(1);
        }
    }
}
