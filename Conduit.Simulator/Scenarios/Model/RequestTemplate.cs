namespace Conduit.Simulator.Scenarios.Model;

/// <summary>One kind of request in the mix.</summary>
internal sealed record RequestTemplate
{
    /// <summary>Its part of the mix, relative to the others'.</summary>
    public double Weight { get; init; } = 1;

    public string Method { get; init; } = "GET";

    /// <summary>Path and query; <c>{n}</c> stands for a number from 1 to 1000 drawn for each request.</summary>
    public string Path { get; init; } = "/items/{n}";

    /// <summary>Size of the body; null: no body.</summary>
    public int? BodyBytes { get; init; }

    /// <summary>The path of one request.</summary>
    /// <param name="n">What stands in for <c>{n}</c>.</param>
    public string PathFor(int n) => Path.Replace("{n}", n.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
