using System.Net.Http.Headers;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Load;

/// <summary>Sends one arrival and reads its whole answer. Thread-safe.</summary>
internal sealed class RequestSender : IDisposable
{
    private const string UpstreamHeader = "X-Conduit-Upstream";

    private static readonly MediaTypeHeaderValue BodyType = new("application/octet-stream");
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly HttpMessageInvoker _client;
    private readonly string _target;
    private readonly Scenario _scenario;
    private readonly TimeProvider _time;
    private volatile byte[] _filler = [];

    public RequestSender(Uri target, Scenario scenario, TimeProvider time)
    {
        _client = LoadClient.Create(scenario.Client.Timeout);
        _target = target.GetLeftPart(UriPartial.Authority);
        _scenario = scenario;
        _time = time;
    }

    /// <summary>Sends a request, and again as often as the scenario's client retries blindly.</summary>
    /// <param name="arrival">What to send.</param>
    /// <param name="abandon">The run has been given up; the only way to an <see cref="OperationCanceledException"/>.</param>
    public async Task<Answer> SendAsync(Arrival arrival, CancellationToken abandon)
    {
        var answer = await TryAsync(arrival, abandon);
        for (var retry = 0; retry < _scenario.Client.Retries && !answer.Outcome.IsSuccess(); retry++)
        {
            answer = await TryAsync(arrival, abandon);
        }

        return answer;
    }

    public void Dispose() => _client.Dispose();

    private async Task<Answer> TryAsync(Arrival arrival, CancellationToken abandon)
    {
        using var timeout = new CancellationTokenSource(_scenario.Client.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, abandon);
        using var request = Message(arrival.Request);
        string? upstream = null;
        var begun = false;
        try
        {
            using var response = await _client.SendAsync(request, either.Token);
            begun = true;
            upstream = response.Headers.NonValidated.TryGetValues(UpstreamHeader, out var values) ? values.ToString() : null;
            await response.Content.CopyToAsync(Stream.Null, either.Token);
            return Answer.Complete((int)response.StatusCode, upstream);
        }
        catch (OperationCanceledException) when (!abandon.IsCancellationRequested)
        {
            return new Answer(ClientOutcome.Timeout, upstream);
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            abandon.ThrowIfCancellationRequested();
            return new Answer(Broken(problem, begun, timeout.IsCancellationRequested), upstream);
        }
    }

    private static ClientOutcome Broken(Exception problem, bool begun, bool late) => (problem, begun, late) switch
    {
        (_, _, true) => ClientOutcome.Timeout,
        (_, true, _) => ClientOutcome.Truncated,
        (HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError }, _, _) => ClientOutcome.ConnectFailure,
        _ => ClientOutcome.Reset,
    };

    private HttpRequestMessage Message(SentRequest sent)
    {
        // Behind the target's own host and port a path can lead nowhere else; it is sent as it is written.
        var request = new HttpRequestMessage(sent.Method, new Uri(_target + sent.Path, AsWritten));
        if (sent.Body is { } body)
        {
            request.Content = body.Content is { } content ? new ReadOnlyMemoryContent(content) : new ByteArrayContent(Filler(body.Size), 0, body.Size);
            request.Content.Headers.ContentType = body.Type is { } type ? MediaTypeHeaderValue.Parse(type) : BodyType;
        }

        return request;
    }

    private byte[] Filler(int size)
    {
        var filler = _filler;
        if (filler.Length < size)
        {
            filler = new byte[size];
            Array.Fill(filler, (byte)'x');
            _filler = filler;
        }

        return filler;
    }
}
