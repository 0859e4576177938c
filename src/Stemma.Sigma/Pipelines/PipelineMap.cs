using System.Text.RegularExpressions;
using Stemma.Sigma.Rules;
using Stemma.Sigma.Yaml;

namespace Stemma.Sigma.Pipelines;

/// <summary>A map of a pipeline file, whose keys are asked for one by one; what nobody asked for is an error.</summary>
internal sealed class PipelineMap(YamlMap map)
{
    private readonly HashSet<string> _known = [];

    /// <summary>The line (1-based).</summary>
    public int Line => map.Line;

    /// <summary>The node under a key; null when it is not there.</summary>
    public YamlNode? Node(string key)
    {
        _known.Add(key);
        return map[key];
    }

    /// <summary>The text under a key; null when it is not there.</summary>
    public string? Text(string key) => Node(key) switch
    {
        null or YamlScalar { IsNull: true } => null,
        YamlScalar scalar => scalar.Text,
        { } other => throw new RuleFault(other.Line, $"'{key}' must be a text"),
    };

    /// <summary>The text under a key that must be there.</summary>
    public string Needed(string key) => Text(key) ?? throw new RuleFault(Line, $"'{Text("type")}' needs '{key}'");

    /// <summary>One of the given texts; the first when the key is not there.</summary>
    public string OneOf(string key, params string[] choices)
    {
        string text = Text(key) ?? choices[0];
        return choices.Contains(text) ? text : throw new RuleFault(map[key]!.Line, $"'{key}: {text}': there are {string.Join(", ", choices)}");
    }

    /// <summary>True or false; false when the key is not there.</summary>
    public bool Flag(string key) => Node(key) switch
    {
        null or YamlScalar { IsNull: true } => false,
        YamlScalar { Kind: YamlKind.Boolean } flag => flag.Text[0] is 't' or 'T',
        { } other => throw new RuleFault(other.Line, $"'{key}' must be true or false"),
    };

    /// <summary>The number under a key; null when it is not there.</summary>
    public double? Number(string key) => Text(key) is not { } text ? null
        : NumberText.TryParse(text, out double number) ? number : throw new RuleFault(map[key]!.Line, $"'{key}' must be a number");

    /// <summary>The texts under a key, one or a list; null when it is not there.</summary>
    public string[]? Names(string key)
    {
        if (Node(key) is not { } node) return null;
        string[] names = [.. map.Scalars(key).Select(scalar => scalar.Text)];
        return node is not YamlMap && (node is not YamlList list || list.Items.Count == names.Length)
            ? names : throw new RuleFault(node.Line, $"'{key}' must be a text or a list of texts");
    }

    /// <summary>The maps under a key; none when it is not there.</summary>
    public IReadOnlyList<YamlMap> List(string key) => Node(key) switch
    {
        null or YamlScalar { IsNull: true } => [],
        YamlList list => [.. list.Items.Select(item => item as YamlMap ?? throw new RuleFault(item.Line, $"each of '{key}' must be a map"))],
        { } other => throw new RuleFault(other.Line, $"'{key}' must be a list"),
    };

    /// <summary>A map of texts to one text or several.</summary>
    public Dictionary<string, string[]> Mapping(string key)
    {
        if (Node(key) is not YamlMap mapping) throw new RuleFault(map[key]?.Line ?? Line, $"'{Text("type")}' needs a map '{key}'");
        if (mapping.Entries.FirstOrDefault(entry => entry.Value is YamlScalar { IsNull: true }) is { Key: { } empty })
            throw new RuleFault(empty.Line, $"'{empty.Text}' is mapped to nothing: write [] to drop it");
        PipelineMap names = new(mapping);
        return mapping.Entries.ToDictionary(entry => entry.Key.Text, entry => names.Names(entry.Key.Text)!);
    }

    /// <summary>A regular expression that cannot take long.</summary>
    public Regex Expression(string key) => Expression(Needed(key), map[key]!.Line);

    /// <summary>A regular expression that cannot take long.</summary>
    public static Regex Expression(string text, int line)
    {
        try
        {
            return new Regex(text, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException e)
        {
            throw new RuleFault(line, $"the regular expression cannot be read: {e.Message}");
        }
    }

    /// <summary>Refuses keys that nobody asked for.</summary>
    public void CheckKeys()
    {
        foreach ((YamlScalar key, _) in map.Entries)
            if (!_known.Contains(key.Text)) throw new RuleFault(key.Line, $"'{Text("type")}' has no '{key.Text}'");
    }
}
