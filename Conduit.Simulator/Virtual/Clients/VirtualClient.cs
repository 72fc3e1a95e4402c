using Conduit.Routing;
using Conduit.Simulator.Load;
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
    private readonly ClientModel _model;
    private readonly RequestShape[] _shapes;
    private readonly IReadOnlyList<VirtualProxy> _proxies;
    private readonly Chance _chance;
    private readonly Measurements _measurements;
    private readonly VirtualTime _time;
    private readonly Stack<ModelledRequest> _requests = [];
    private readonly Stack<Patience> _patience = [];

    public VirtualClient(Scenario scenario, int mostHeldBody, IReadOnlyList<VirtualProxy> proxies, Chance chance, Measurements measurements, VirtualTime time)
    {
        _model = scenario.Client;
        var pathsMatter = scenario.Faults.Any(fault => fault.Fault.Paths is not null);
        _shapes = [.. scenario.Requests.Select(template => new RequestShape(template, mostHeldBody, pathsMatter))];
        _proxies = proxies;
        _chance = chance;
        _measurements = measurements;
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
            var shape = _shapes[arrival.Template];
            var request = Begin(arrival, shape);
            var proxy = _proxies.Count == 1 ? _proxies[0] : _proxies[_chance.Below(_proxies.Count, arrival.Number)];
            Answer answer;
            var tries = 0;
            do
            {
                var patience = _patience.TryPop(out var used) ? used : new Patience();
                _time.Schedule(patience, _model.Timeout);
                answer = await proxy.HandleAsync(request, shape.Method, shape.Body, patience.Over).ConfigureAwait(false);
                _time.Cancel(patience);
                // An attempt beside the one that answered may run on; it must not mistake another client's abort for its own.
                if (request.Log.Attempts.Length <= 1)
                {
                    Return(patience);
                }
            }
            while (!answer.Outcome.IsSuccess() && tries++ < _model.Retries);

            _measurements.Add(new Measurement(arrival.Phase, arrival.At, _time.Now - arrival.At, answer, request.Log));
            _requests.Push(request);
        }
        catch (Exception failure)
        {
            // No request can end like this; the model is wrong, and the run with it.
            _time.Fail(failure);
        }

        InFlight--;
    }

    private ModelledRequest Begin(Arrival arrival, RequestShape shape)
    {
        var request = _requests.TryPop(out var used) ? used : new ModelledRequest();
        request.Number = arrival.Number;
        request.Path = shape.Path(arrival.N);
        request.Sent = 0;
        request.Log.Clear();
        return request;
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
