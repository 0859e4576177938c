using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Stemma.Sigma.Yaml;

/// <summary>
/// Reads YAML documents as <see cref="YamlNode"/>s, which keep their lines. Depth and number of nodes are limited, aliases counted
/// as what they stand for, so a small file cannot become a large tree.
/// </summary>
internal sealed class YamlReader
{
    private const int MaxDepth = 64;
    private const int MaxNodes = 500_000;

    private readonly Parser _parser;
    private readonly Dictionary<AnchorName, (YamlNode Node, int Size)> _anchors = [];
    private int _nodes;

    private YamlReader(string text) => _parser = new Parser(new Scanner(new StringReader(text.TrimStart('\uFEFF')), skipComments: true));

    /// <summary>Reads all documents.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fault">What ended the reading early; the documents before it are returned.</param>
    public static List<YamlNode> Read(string text, out YamlFault? fault)
    {
        List<YamlNode> documents = [];
        fault = null;
        YamlReader reader = new(text);
        try
        {
            reader._parser.Consume<StreamStart>();
            while (!reader._parser.Accept<StreamEnd>(out _))
            {
                reader._parser.Consume<DocumentStart>();
                documents.Add(reader.Node(0));
                reader._parser.Consume<DocumentEnd>();
                reader._anchors.Clear();
            }
        }
        catch (YamlException exception)
        {
            fault = new YamlFault((int)exception.Start.Line, $"not valid YAML: {(exception.InnerException ?? exception).Message}");
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // YamlDotNet's scanner gives up in these ways on some broken texts ("{- a").
            fault = new YamlFault((int)(reader._parser.Current?.End.Line ?? 1), "not valid YAML");
        }

        return documents;
    }

    private YamlNode Node(int depth)
    {
        int before = _nodes;
        Count(1);
        if (_parser.Accept<AnchorAlias>(out var alias))
        {
            _parser.MoveNext();
            if (!_anchors.TryGetValue(alias.Value, out var target))
                throw new YamlException(alias.Start, alias.End, $"no anchor '{alias.Value}' before its alias");
            Count(target.Size);
            return target.Node;
        }

        _parser.Accept<NodeEvent>(out var start);
        if (depth > MaxDepth) throw new YamlException(_parser.Current!.Start, _parser.Current.End, $"nested deeper than {MaxDepth}");
        YamlNode node = start switch
        {
            MappingStart => Map(depth),
            SequenceStart => List(depth),
            _ => Scalar(),
        };
        if (start is { Anchor.IsEmpty: false }) _anchors[start.Anchor] = (node, _nodes - before);
        return node;
    }

    private YamlMap Map(int depth)
    {
        int line = (int)_parser.Consume<MappingStart>().Start.Line;
        List<KeyValuePair<YamlScalar, YamlNode>> entries = [];
        HashSet<string> keys = [];
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            YamlScalar key = Scalar();
            if (!keys.Add(key.Text)) throw new YamlException(new Mark(0, key.Line, 1), new Mark(0, key.Line, 1), $"key '{key.Text}' stands twice in one map");
            entries.Add(new(key, Node(depth + 1)));
        }

        return new YamlMap(entries, line);
    }

    private YamlList List(int depth)
    {
        int line = (int)_parser.Consume<SequenceStart>().Start.Line;
        List<YamlNode> items = [];
        while (!_parser.TryConsume<SequenceEnd>(out _)) items.Add(Node(depth + 1));
        return new YamlList(items, line);
    }

    private YamlScalar Scalar()
    {
        Scalar scalar = _parser.Consume<Scalar>();
        return new YamlScalar(scalar.Value, scalar.Style == ScalarStyle.Plain ? KindOf(scalar.Value) : YamlKind.Text, (int)scalar.Start.Line);
    }

    private static YamlKind KindOf(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => YamlKind.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => YamlKind.Boolean,
        _ when (char.IsAsciiDigit(text[^1]) || text[0] == '0') && !text.Contains(',', StringComparison.Ordinal)
            && NumberText.TryParse(text, out _) => YamlKind.Number,
        _ => YamlKind.Text,
    };

    private void Count(int nodes)
    {
        _nodes += nodes;
        if (_nodes > MaxNodes) throw new YamlException(_parser.Current!.Start, _parser.Current.End, $"more than {MaxNodes:N0} nodes");
    }
}
