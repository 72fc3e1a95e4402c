namespace Conduit.Tests.Routing.Properties;

/// <summary>A router and all that happens to it, in order.</summary>
/// <param name="Setup">The router.</param>
/// <param name="Steps">What happens.</param>
public sealed record History(Setup Setup, IReadOnlyList<HistoryStep> Steps)
{
    public override string ToString()
        => string.Join("\n  ", Steps.Select(step => step.ToString()).Prepend($"\n{Setup}"));

    /// <summary>Simpler histories that may show the same.</summary>
    internal IEnumerable<History> Shrink()
    {
        for (var cut = Steps.Count; cut > 0; cut /= 2)
        {
            for (var from = 0; from < Steps.Count; from += cut)
            {
                yield return this with { Steps = [.. Steps.Take(from), .. Steps.Skip(from + cut)] };
            }
        }

        if (Setup.Number != 0)
        {
            yield return this with { Setup = Setup with { Number = 0 } };
        }

        if (Setup.Upstreams > 1)
        {
            yield return this with { Setup = Setup with { Upstreams = Setup.Upstreams / 2 } };
            yield return this with { Setup = Setup with { Upstreams = Setup.Upstreams - 1 } };
        }

        for (var i = 0; i < Steps.Count; i++)
        {
            var step = Steps[i];
            foreach (var simpler in new[] { step with { Value = step.Value / 2 }, step with { Which = 0 } }.Where(simpler => simpler != step))
            {
                yield return this with { Steps = [.. Steps.Take(i), simpler, .. Steps.Skip(i + 1)] };
            }
        }
    }
}
