using System.Net.ServerSentEvents;
using System.Text.Json;
using Conduit.LiveView.Apis;
using Conduit.LiveView.State;
using Microsoft.Extensions.Options;

namespace Conduit.LiveView.Feed;

/// <summary>
/// The one subscription to the proxy's events, however many viewers there are. It ends with the service; until then a
/// connection that breaks, or falls silent, is opened again.
/// </summary>
internal sealed class ProxyFeed : BackgroundService
{
    // The proxy speaks twice a second: this long without a word it is gone, or stands still.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(4);

    private readonly Uri _events;
    private readonly HttpClient _http;
    private readonly LiveState _state;
    private readonly TimeProvider _time;
    private readonly ILogger<ProxyFeed> _log;

    public ProxyFeed(IOptions<LiveViewOptions> options, HttpClient http, LiveState state, TimeProvider time, ILogger<ProxyFeed> log)
    {
        _events = new Uri(options.Value.Proxy, "/_conduit/events");
        _http = http;
        _state = state;
        _time = time;
        _log = log;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wait = FirstWait;
        while (!stoppingToken.IsCancellationRequested)
        {
            var heard = false;
            var problem = await ListenAsync(() => heard = true, stoppingToken);
            if (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            if (heard)
            {
                FeedLog.Lost(_log, _events, problem);
                wait = FirstWait;
            }

            _state.Lost(problem, _time.GetUtcNow() + wait);
            await WaitAsync(wait, stoppingToken);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    /// <summary>Listens until the connection ends; why it did.</summary>
    private async Task<string> ListenAsync(Action heard, CancellationToken stop)
    {
        using var silent = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var timer = _time.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), silent, Silence, Timeout.InfiniteTimeSpan);
        try
        {
            using var response = await _http.GetAsync(_events, HttpCompletionOption.ResponseHeadersRead, silent.Token);
            if (!response.IsSuccessStatusCode)
            {
                return $"it answers {(int)response.StatusCode}";
            }

            await using var body = await response.Content.ReadAsStreamAsync(silent.Token);
            await foreach (var item in SseParser.Create(body, Read).EnumerateAsync(silent.Token))
            {
                timer.Change(Silence, Timeout.InfiniteTimeSpan);
                heard();
                Accept(item.Data);
            }

            return "it ended the connection";
        }
        catch (OperationCanceledException)
        {
            return $"nothing was heard for {Silence.TotalSeconds:0} s";
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } ? "the connection is refused" : "the connection broke";
        }
        catch (JsonException exception)
        {
            FeedLog.Unreadable(_log, _events, exception.Message);
            return "it says what this page cannot read";
        }
    }

    private void Accept(object? message)
    {
        switch (message)
        {
            case UpstreamsMessage upstreams:
                _state.Accept(upstreams);
                break;
            case LatencyMessage latency:
                _state.Accept(latency);
                break;
            case IReadOnlyList<DecisionMessage> decisions:
                _state.Accept(decisions);
                break;
        }
    }

    /// <summary>Null for a kind of event that this page does not know.</summary>
    private static object? Read(string kind, ReadOnlySpan<byte> data) => kind switch
    {
        "upstreams" => JsonSerializer.Deserialize(data, ApiForm.Of<UpstreamsMessage>()),
        "latency" => JsonSerializer.Deserialize(data, ApiForm.Of<LatencyMessage>()),
        "decisions" => JsonSerializer.Deserialize(data, ApiForm.Of<IReadOnlyList<DecisionMessage>>()),
        _ => null,
    };

    private async Task WaitAsync(TimeSpan wait, CancellationToken stop)
    {
        try
        {
            await Task.Delay(wait, _time, stop);
        }
        catch (OperationCanceledException)
        {
            // The service ends.
        }
    }
}
