using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Conduit.LiveView.Apis;
using Conduit.LiveView.Feed;
using Conduit.LiveView.State;
using Microsoft.Extensions.Options;

namespace Conduit.LiveView.Commands;

/// <summary>
/// What the page's buttons do. It names only upstreams and scenarios that it was told of, and sends only commands that are
/// written here.
/// </summary>
internal sealed class LabCommands
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly LiveViewOptions _options;
    private readonly HttpClient _http;
    private readonly LiveState _state;
    private readonly TimeProvider _time;

    public LabCommands(IOptions<LiveViewOptions> options, HttpClient http, LiveState state, TimeProvider time)
    {
        _options = options.Value;
        _http = http;
        _state = state;
        _time = time;
    }

    /// <summary>Makes an upstream sick, in place of whatever ailed it.</summary>
    public Task<CommandResult> HarmAsync(UpstreamAction action, string upstream)
        => ChaosAsync(upstream, HttpMethod.Put, Json(new ChaosCommand([action.Fault]), ApiJson.Default.ChaosCommand), $"{upstream} {action.What}.");

    /// <summary>Clears every fault of an upstream.</summary>
    public Task<CommandResult> HealAsync(string upstream) => ChaosAsync(upstream, HttpMethod.Delete, null, $"{upstream} has no more faults.");

    /// <summary>Takes an upstream out of the pool, or lets it back.</summary>
    public Task<CommandResult> IsolateAsync(string upstream, bool isolated)
        => Find(upstream) is null
            ? Unknown(upstream)
            : SendAsync(
                HttpMethod.Put, new Uri(_options.Proxy, $"/_conduit/upstreams/{Uri.EscapeDataString(upstream)}"),
                Json(new IsolateCommand(isolated), ApiJson.Default.IsolateCommand),
                isolated ? $"{upstream} is isolated: nothing is sent to it." : $"{upstream} is back in the pool.");

    public Task<CommandResult> StartAsync(string scenario)
        => _state.Snapshot.Simulator.Scenarios.Any(known => known.Name == scenario)
            ? SendAsync(HttpMethod.Post, new Uri(_options.Simulator, "/runs"), Json(new StartCommand(scenario), ApiJson.Default.StartCommand), $"{scenario} begins.")
            : Task.FromResult(new CommandResult(Done: false, $"The simulator has no scenario '{scenario}'."));

    public Task<CommandResult> StopAsync() => SendAsync(HttpMethod.Delete, new Uri(_options.Simulator, "/runs/current"), null, "The run is stopped.");

    private async Task<CommandResult> ChaosAsync(string upstream, HttpMethod method, HttpContent? body, string done)
    {
        if (Find(upstream) is not { } known)
        {
            return await Unknown(upstream);
        }

        return ControlPort.ChaosOf(known.Address) is { } chaos
            ? await SendAsync(method, chaos, body, done)
            : new CommandResult(Done: false, $"{upstream} at {known.Address} has no control port.");
    }

    private UpstreamView? Find(string upstream) => _state.Snapshot.Upstreams.FirstOrDefault(known => known.Id == upstream);

    private static Task<CommandResult> Unknown(string upstream) => Task.FromResult(new CommandResult(Done: false, $"There is no upstream '{upstream}'."));

    private async Task<CommandResult> SendAsync(HttpMethod method, Uri address, HttpContent? body, string done)
    {
        using var request = new HttpRequestMessage(method, address) { Content = body };
        // Pressed now and then: nothing stays open for the next time.
        request.Headers.ConnectionClose = true;
        using var limit = new CancellationTokenSource(Patience, _time);
        try
        {
            using var response = await _http.SendAsync(request, limit.Token);
            return response.IsSuccessStatusCode ? new CommandResult(Done: true, done) : new CommandResult(Done: false, await WhyAsync(response, address, limit.Token));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return new CommandResult(Done: false, $"{address.GetLeftPart(UriPartial.Authority)} does not answer.");
        }
    }

    private static async Task<string> WhyAsync(HttpResponseMessage response, Uri address, CancellationToken stop)
    {
        try
        {
            var problem = await JsonSerializer.DeserializeAsync(await response.Content.ReadAsStreamAsync(stop), ApiForm.Of<ProblemMessage>(), stop);
            var details = problem?.Errors?.Select(error => $"{error.Key}: {string.Join(", ", error.Value)}") ?? [];
            return problem?.Detail ?? string.Join("; ", details.DefaultIfEmpty(problem?.Title ?? $"It was refused with {(int)response.StatusCode}."));
        }
        catch (JsonException)
        {
            return $"{address.GetLeftPart(UriPartial.Authority)} answers {(int)response.StatusCode}.";
        }
    }

    private static ByteArrayContent Json<T>(T body, JsonTypeInfo<T> form)
        => new(JsonSerializer.SerializeToUtf8Bytes(body, form)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
}
