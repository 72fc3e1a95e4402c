using Conduit.Routing;
using Conduit.Simulator.Load;
using Conduit.Simulator.Recordings;
using Conduit.Simulator.Runs;
using Conduit.Simulator.Scenarios.Model;
using Conduit.Simulator.Virtual.Events;
using Conduit.Simulator.Virtual.Proxies;
using Conduit.Simulator.Virtual.Upstreams;

namespace Conduit.Simulator.Virtual.Clients;

/// <summary>
/// All users: each sends its request to one of the proxies at the intended start, waits as long as the scenario says,
/// tries again as often, and what it saw is measured.
/// </summary>
internal sealed class VirtualClient
{
    private const int MostBodiesKept = 64;

    private readonly ClientModel _model;
    private readonly int _mostHeldBody;
    private readonly Dictionary<int, RequestBody> _bodies = [];
    private readonly IReadOnlyList<VirtualProxy> _proxies;
    private readonly Chance _chance;
    private readonly Measurements _measurements;
    private readonly RecordingWriter? _recording;
    private readonly VirtualTime _time;
    private readonly Stack<ModelledRequest> _requests = [];
    private readonly Stack<Patience> _patience = [];

    public VirtualClient(ClientModel model, int mostHeldBody, IReadOnlyList<VirtualProxy> proxies, Chance chance, Measurements measurements, RecordingWriter? recording, VirtualTime time)
    {
        _model = model;
        _mostHeldBody = mostHeldBody;
        _proxies = proxies;
        _chance = chance;
        _measurements = measurements;
        _recording = recording;
        _time = time;
    }

    /// <summary>Requests that have begun and not ended.</summary>
    public int InFlight { get; private set; }

    /// <summary>Sends a request now; returns when it is on its way.</summary>
    public void Send(Arrival arrival) => _ = SendAsync(arrival);

    private async Task SendAsync(Arrival arrival)
    {
        InFlight++;
        try
        {
            var request = Begin(arrival);
            var body = Body(arrival.Request.Body?.Size ?? 0);
            var proxy = _proxies.Count == 1 ? _proxies[0] : _proxies[_chance.Below(_proxies.Count, arrival.Number)];
            Answer answer;
            var tries = 0;
            do
            {
                var patience = _patience.TryPop(out var used) ? used : new Patience();
                _time.Schedule(patience, _model.Timeout);
                answer = await proxy.HandleAsync(request, arrival.Request.Method, body, patience.Over).ConfigureAwait(false);
                _time.Cancel(patience);
                // An attempt beside the one that answered may run on; it must not mistake another client's abort for its own.
                if (request.Log.Attempts.Length <= 1)
                {
                    Return(patience);
                }
            }
            while (!answer.Outcome.IsSuccess() && tries++ < _model.Retries);

            var latency = _time.Now - arrival.At;
            _measurements.Add(new Measurement(arrival.Phase, arrival.At, latency, answer, request.Log));
            _recording?.AddPatiently(arrival.Number, new RecordedRequest(arrival.At, arrival.Request, answer, latency));
            _requests.Push(request);
        }
        catch (Exception failure)
        {
            // No request can end like this; the model is wrong, and the run with it.
            _time.Fail(failure);
        }

        InFlight--;
    }

    private ModelledRequest Begin(Arrival arrival)
    {
        var request = _requests.TryPop(out var used) ? used : new ModelledRequest();
        request.Number = arrival.Number;
        request.Path = arrival.Request.Route;
        request.Sent = 0;
        request.Log.Clear();
        return request;
    }

    // Bodies of one size are alike to a proxy that does not send them.
    private RequestBody Body(int size)
    {
        if (!_bodies.TryGetValue(size, out var body))
        {
            body = RequestBody.Of(size, _mostHeldBody);
            if (_bodies.Count < MostBodiesKept)
            {
                _bodies.Add(size, body);
            }
        }

        return body;
    }

    private void Return(Patience patience)
    {
        if (patience.TryReset())
        {
            _patience.Push(patience);
        }
        else
        {
            patience.Dispose();
        }
    }
}
