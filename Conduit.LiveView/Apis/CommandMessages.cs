using System.Text.Json.Serialization;

namespace Conduit.LiveView.Apis;

/// <summary>Body of an upstream's <c>PUT /chaos</c>.</summary>
internal sealed record ChaosCommand(IReadOnlyList<FaultCommand> Faults);

/// <summary>One fault to set.</summary>
internal sealed record FaultCommand(string Kind, string For)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Add { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Jitter { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Status { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Probability { get; init; }
}

/// <summary>Body of the proxy's <c>PUT /_conduit/upstreams/{id}</c>.</summary>
internal sealed record IsolateCommand(bool Isolated);

/// <summary>Body of the simulator's <c>POST /runs</c>.</summary>
internal sealed record StartCommand(string Scenario);

/// <summary>What a service says when it refuses.</summary>
internal sealed record ProblemMessage(string? Title = null, string? Detail = null, Dictionary<string, string[]>? Errors = null);
