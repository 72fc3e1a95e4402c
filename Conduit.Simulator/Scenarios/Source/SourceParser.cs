using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Conduit.Simulator.Scenarios.Source;

/// <summary>
/// Turns YAML, and JSON as its subset, into <see cref="SourceNode"/>s that know their lines. Keys that are written twice
/// survive, so that the reader can report them with all the other mistakes instead of stopping at them.
/// </summary>
internal sealed class SourceParser
{
    private const int DeepestNesting = 32;

    private readonly IParser _events;
    private readonly Dictionary<AnchorName, SourceNode> _anchors = [];

    private SourceParser(IParser events) => _events = events;

    /// <summary>Parses one document.</summary>
    /// <param name="text">The whole file.</param>
    /// <param name="mistake">Why the text is no document, or null.</param>
    /// <returns>The root, or null for an empty file and after a mistake.</returns>
    public static SourceNode? Parse(string text, out ScenarioMistake? mistake)
    {
        mistake = null;
        try
        {
            using var reader = new StringReader(text);
            return new SourceParser(new Parser(reader)).Document();
        }
        catch (YamlException problem)
        {
            // The end of the text is reported as the line after it.
            var last = text.Count(sign => sign == '\n') + 1;
            mistake = new ScenarioMistake(Math.Min((int)problem.Start.Line, last), "", $"not readable as YAML or JSON: {Sentence(problem.Message)}")
            {
                Column = problem.Start.Line > last ? 0 : (int)problem.Start.Column,
            };
            return null;
        }
    }

    private SourceNode? Document()
    {
        _events.Consume<StreamStart>();
        if (_events.TryConsume<StreamEnd>(out _))
        {
            return null;
        }

        _events.Consume<DocumentStart>();
        var root = Node(0);
        _events.Consume<DocumentEnd>();
        if (_events.TryConsume<DocumentStart>(out var second))
        {
            throw new YamlException(second.Start, second.End, "a scenario file holds one document; remove what follows '---'");
        }

        return root;
    }

    private SourceNode Node(int depth)
    {
        var start = _events.Current!.Start;
        if (depth > DeepestNesting)
        {
            throw new YamlException(start, start, $"nested deeper than {DeepestNesting} levels");
        }

        if (_events.TryConsume<AnchorAlias>(out var alias))
        {
            return _anchors.TryGetValue(alias.Value, out var known)
                ? known
                : throw new YamlException(alias.Start, alias.End, $"alias '*{alias.Value}' stands for no anchor above it");
        }

        var anchor = (_events.Current as NodeEvent)?.Anchor ?? AnchorName.Empty;
        var node = _events.TryConsume<Scalar>(out var scalar)
            ? new SourceScalar(scalar.Value, (int)start.Line, (int)start.Column) { Quoted = scalar.Style is not ScalarStyle.Plain }
            : Collection(depth, start);
        if (!anchor.IsEmpty)
        {
            _anchors[anchor] = node;
        }

        return node;
    }

    private SourceNode Collection(int depth, Mark start)
    {
        if (_events.TryConsume<SequenceStart>(out _))
        {
            var items = new List<SourceNode>();
            while (!_events.TryConsume<SequenceEnd>(out _))
            {
                items.Add(Node(depth + 1));
            }

            return new SourceSequence(items, (int)start.Line, (int)start.Column);
        }

        _events.Consume<MappingStart>();
        var entries = new List<SourceEntry>();
        while (!_events.TryConsume<MappingEnd>(out _))
        {
            var key = _events.Consume<Scalar>();
            entries.Add(new SourceEntry(key.Value, (int)key.Start.Line, (int)key.Start.Column, Node(depth + 1)));
        }

        return new SourceMapping(entries, (int)start.Line, (int)start.Column);
    }

    private static string Sentence(string message)
        => message.Length > 1 && !char.IsUpper(message[1]) ? char.ToLowerInvariant(message[0]) + message[1..] : message;
}
