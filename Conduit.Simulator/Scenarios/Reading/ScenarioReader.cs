using System.Globalization;
using Conduit.Simulator.Scenarios.Model;
using Conduit.Simulator.Scenarios.Source;

namespace Conduit.Simulator.Scenarios.Reading;

/// <summary>Reads a whole scenario file; its order is the file's.</summary>
internal static class ScenarioReader
{
    /// <summary>Reads and checks a scenario.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="defaultName">The name where the file gives none.</param>
    /// <param name="mistakes">Everything wrong with it, in the order of its lines.</param>
    /// <returns>The scenario, or null when there is any mistake.</returns>
    public static Scenario? Read(string text, string defaultName, out IReadOnlyList<ScenarioMistake> mistakes)
    {
        var root = SourceParser.Parse(text, out var unreadable);
        if (unreadable is not null)
        {
            mistakes = [unreadable];
            return null;
        }

        return Read(root, defaultName, out mistakes);
    }

    /// <summary>Reads and checks a scenario that has been parsed.</summary>
    /// <param name="root">The whole file; null for an empty one.</param>
    /// <param name="defaultName">The name where the file gives none.</param>
    /// <param name="mistakes">Everything wrong with it, in the order of its lines.</param>
    /// <returns>The scenario, or null when there is any mistake.</returns>
    public static Scenario? Read(SourceNode? root, string defaultName, out IReadOnlyList<ScenarioMistake> mistakes)
    {
        if (root is not SourceMapping mapping)
        {
            mistakes = [new ScenarioMistake(root?.Line ?? 0, "", $"the file holds {(root is null or SourceScalar { IsNull: true } ? "nothing" : root.Noun)} where a scenario's keys belong; it needs at least 'phases'")];
            return null;
        }

        var log = new MistakeLog();
        var scenario = Read(new MappingReader(mapping, "", log), defaultName);
        mistakes = log.InOrder;
        return mistakes.Count == 0 ? scenario : null;
    }

    private static Scenario Read(MappingReader file, string defaultName)
    {
        var name = file.Name("name") ?? defaultName;
        var description = file.Text("description") ?? "";
        var seed = Seed(file);
        var upstreams = UpstreamReader.Read(file);
        var client = ClientReader.Client(file);
        var network = ClientReader.Network(file);
        var proxy = ProxyReader.Read(file);
        var phases = PhaseReader.Read(file);
        var faultsReader = new FaultsReader(phases, upstreams);
        var faults = faultsReader.Read(file);
        var requests = RequestReader.Read(file);
        var expectations = new ExpectationReader(phases, faults, faultsReader).Read(file);
        file.Finish();
        return new Scenario
        {
            Name = name,
            Description = description,
            Seed = seed,
            Upstreams = upstreams,
            Client = client,
            Network = network,
            Proxy = proxy,
            Phases = phases,
            Faults = faults,
            Requests = requests,
            Expectations = expectations,
        };
    }

    private static ulong Seed(MappingReader file)
    {
        if (file.NumberText("seed") is not { } text)
        {
            return 0;
        }

        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
        {
            return seed;
        }

        file.Wrong("seed", $"'{text}' is no seed; allowed: a whole number from 0 to {ulong.MaxValue}");
        return 0;
    }
}
