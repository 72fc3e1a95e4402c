namespace Conduit.Tests.Dashboards;

/// <summary>A recording rule.</summary>
/// <param name="Series">Its name, <c>level:metric:operation</c>.</param>
/// <param name="Expression">What it records.</param>
internal sealed record RecordingRule(string Series, string Expression)
{
    /// <summary>The labels its name says that it keeps.</summary>
    public IReadOnlyList<string> Level => Series.Split(':')[0].Split('_');
}

/// <summary>An alert.</summary>
/// <param name="Name">As it is announced.</param>
/// <param name="Expression">When it is due.</param>
/// <param name="For">How long that must last.</param>
/// <param name="Labels">What it adds to the labels of its expression.</param>
/// <param name="Annotations">What it tells people.</param>
internal sealed record AlertRule(
    string Name, string Expression, string? For, IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Annotations);
