using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Load;

/// <summary>Sends one arrival and reads its whole answer. Thread-safe.</summary>
internal sealed class RequestSender : IDisposable
{
    private const string UpstreamHeader = "X-Conduit-Upstream";

    private static readonly MediaTypeHeaderValue BodyType = new("application/octet-stream");

    // All answers are read into it at once: nobody looks at what is there.
    private static readonly byte[] Sink = new byte[64 << 10];

    private readonly HttpMessageInvoker _client;
    private readonly AddressCache _addresses;
    private readonly Scenario _scenario;
    private readonly Version _version;
    private readonly TimeoutPool _timeouts;
    private volatile byte[] _filler = [];

    /// <param name="target">Where to.</param>
    /// <param name="scenario">Its requests and its client.</param>
    /// <param name="time">The clock of the client's timeout.</param>
    /// <param name="version">The HTTP version; 1.1 if not given.</param>
    public RequestSender(Uri target, Scenario scenario, TimeProvider time, Version? version = null)
    {
        _client = LoadClient.Create(scenario.Client.Timeout);
        _addresses = new AddressCache(target);
        _scenario = scenario;
        _version = version ?? HttpVersion.Version11;
        _timeouts = new TimeoutPool(scenario.Client.Timeout, time);
    }

    /// <summary>Sends a request, and again as often as the scenario's client retries blindly.</summary>
    /// <param name="arrival">What to send.</param>
    /// <param name="abandon">The run has been given up; the only way to an <see cref="OperationCanceledException"/>.</param>
    public ValueTask<Answer> SendAsync(Arrival arrival, CancellationToken abandon)
        => _scenario.Client.Retries == 0 ? TryAsync(arrival, abandon) : RetryAsync(arrival, abandon);

    public void Dispose()
    {
        _client.Dispose();
        _timeouts.Dispose();
    }

    private async ValueTask<Answer> RetryAsync(Arrival arrival, CancellationToken abandon)
    {
        var answer = await TryAsync(arrival, abandon);
        for (var retry = 0; retry < _scenario.Client.Retries && !answer.Outcome.IsSuccess(); retry++)
        {
            answer = await TryAsync(arrival, abandon);
        }

        return answer;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Answer> TryAsync(Arrival arrival, CancellationToken abandon)
    {
        var timeout = _timeouts.Rent();
        var abandoned = abandon.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), timeout);
        using var request = Message(arrival.Request);
        string? upstream = null;
        var begun = false;
        try
        {
            using var response = await _client.SendAsync(request, timeout.Token);
            begun = true;
            upstream = response.Headers.NonValidated.TryGetValues(UpstreamHeader, out var values) ? values.ToString() : null;
            var body = response.Content.ReadAsStream(timeout.Token);
            while (await body.ReadAsync(Sink, timeout.Token) > 0)
            {
            }

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
        finally
        {
            await abandoned.DisposeAsync();
            _timeouts.Return(timeout);
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
        var request = new HttpRequestMessage(sent.Method, _addresses.Of(sent.Path))
        {
            Version = _version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
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
